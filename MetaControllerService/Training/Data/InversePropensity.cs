namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Weights of choices whose outcome is known for what was chosen alone (inverse propensity scoring).</summary>
internal static class InversePropensity
{
    /// <summary>A rare choice may not outweigh all the others.</summary>
    public const double Most = 20;

    /// <summary>What a choice weighs.</summary>
    /// <param name="outcome">What it was worth, in [0,1].</param>
    /// <param name="propensity">How likely it was, above 0 and up to 1.</param>
    public static double Weight(double outcome, double propensity) => outcome * Math.Min(1 / propensity, Most);
}
