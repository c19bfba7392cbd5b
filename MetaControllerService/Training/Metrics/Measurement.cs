using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Training.Metrics;

/// <summary>What a model achieves on examples that it hasn't seen.</summary>
/// <param name="Loss">Mean cross-entropy, by the examples' weights, in nats.</param>
/// <param name="Confusion">Choices by labels, each example once.</param>
/// <param name="Calibration">Confidence against accuracy, each example once.</param>
internal sealed record Measurement(double Loss, ConfusionMatrix Confusion, Calibration Calibration)
{
    private const double SmallestProbability = 1e-12;

    /// <summary>Share of right choices, in [0,1].</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>Compares predictions with labels.</summary>
    /// <param name="examples">The examples, at least one.</param>
    /// <param name="probabilities">The probabilities of the agents for each.</param>
    public static Measurement Of(IReadOnlyList<TrainingExample> examples, IReadOnlyList<double[]> probabilities)
    {
        var labels = examples.Select(example => (int)example.Label).ToArray();
        var chosen = probabilities.Select(row => Array.IndexOf(row, row.Max())).ToArray();
        var weights = examples.Sum(example => example.Weight);
        var loss = examples.Select((example, i) => -example.Weight * Math.Log(Math.Max(probabilities[i][labels[i]], SmallestProbability))).Sum();
        return new(
            weights > 0 ? loss / weights : 0,
            new ConfusionMatrix(labels, chosen, probabilities[0].Length),
            Calibration.Of([.. probabilities.Select(row => row.Max())], [.. labels.Select((label, i) => label == chosen[i])]));
    }
}
