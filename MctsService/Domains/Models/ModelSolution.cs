namespace MctsAspire.MctsService.Domains.Models;

/// <summary>The exact values of a model.</summary>
/// <param name="Values">The value of each state; with a horizon, one step after the start.</param>
/// <param name="ActionValues">The values of the start's actions.</param>
/// <param name="Error">No value is further from the truth than this.</param>
internal sealed record ModelSolution(double[] Values, double[] ActionValues, double Error)
{
    /// <summary>Outcomes that were looked at.</summary>
    public long Work { get; init; }

    /// <summary>The value of the start.</summary>
    public double Value => ActionValues.Length == 0 ? 0 : ActionValues.Max();

    /// <summary>The start's best action, the first of equals; -1 when it is terminal.</summary>
    public int Best => Array.IndexOf(ActionValues, Value);
}
