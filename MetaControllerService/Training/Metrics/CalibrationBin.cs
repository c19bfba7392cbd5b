namespace MctsAspire.MetaControllerService.Training.Metrics;

/// <summary>Predictions whose confidence lies between two bounds.</summary>
/// <param name="From">The lower bound, which belongs to the bin below unless it is 0.</param>
/// <param name="To">The upper bound, which belongs to this bin.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Confidence">Their mean confidence; 0 when there are none.</param>
/// <param name="Accuracy">The share that was right; 0 when there are none.</param>
internal sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);
