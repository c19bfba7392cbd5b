namespace MctsAspire.MetaControllerService.Training.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">Its values at 1, 2, 3 and so on.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<double> Values);
