using MctsAspire.MetaControllerService.Evaluation.Estimators;

namespace MctsAspire.MetaControllerService.Evaluation.Reports;

/// <summary>By how much one policy earns more than another, task by task.</summary>
/// <param name="Policy">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="Prices">The prices of a call, from the lowest.</param>
/// <param name="Better">The mean difference of their utilities at each of them.</param>
internal sealed record ComparisonRow(string Policy, string Other, IReadOnlyList<double> Prices, IReadOnlyList<Estimate> Better)
{
    /// <summary>The prices at which the interval is not above zero.</summary>
    public IReadOnlyList<double> NotClearAt => [.. Prices.Where((_, index) => !(Better[index].Low > 0))];
}
