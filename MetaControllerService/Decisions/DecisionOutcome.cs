using System.Globalization;

namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>What came of a decision.</summary>
/// <param name="Score">How good the answer was, 0 to 1.</param>
/// <param name="Cost">What it took, 0 or more, in seconds unless whoever wrote the log says otherwise; null: unknown.</param>
internal sealed record DecisionOutcome(double Score, double? Cost = null)
{
    /// <summary>What is wrong with it, beginning with the field's name; null: nothing.</summary>
    public string? Problem()
    {
        if (Score is not (>= 0 and <= 1))
            return string.Create(CultureInfo.InvariantCulture, $"score must be a number from 0 to 1, and is {Score}");
        return Cost is null or (>= 0 and <= double.MaxValue) ? null : string.Create(CultureInfo.InvariantCulture, $"cost must be a number of 0 or more, and is {Cost}");
    }
}
