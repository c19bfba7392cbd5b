namespace MctsAspire.MetaControllerService.Evaluation.Estimators;

/// <summary>A number that was estimated.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower end of its 95% interval.</param>
/// <param name="High">The upper end.</param>
internal readonly record struct Estimate(double Value, double Low, double High);
