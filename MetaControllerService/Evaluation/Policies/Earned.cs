namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>What a run earned.</summary>
/// <param name="Score">The score of its answer, 0 to 1.</param>
/// <param name="Cost">Its calls.</param>
internal readonly record struct Earned(double Score, double Cost)
{
    /// <summary>The score less the price of the calls.</summary>
    public double Utility(double price) => Score - (price * Cost);
}
