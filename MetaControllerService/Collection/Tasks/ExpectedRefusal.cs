namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>Nothing that the agents can see holds an answer: 1 for an answer that says so, 0 for any other.</summary>
internal sealed record ExpectedRefusal : ExpectedAnswer
{
    /// <inheritdoc/>
    public override double Score(string response, bool answerable) => answerable ? 0 : 1;
}
