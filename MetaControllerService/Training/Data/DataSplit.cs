namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Examples to learn from, to choose the best epoch by, and to measure on at the end; none is in two of them.</summary>
/// <param name="Training">70%.</param>
/// <param name="Validation">15%.</param>
/// <param name="Test">The rest.</param>
internal sealed record DataSplit(IReadOnlyList<TrainingExample> Training, IReadOnlyList<TrainingExample> Validation, IReadOnlyList<TrainingExample> Test)
{
    /// <summary>With fewer, a part would be empty.</summary>
    public const int FewestExamples = 10;

    private const double TrainingShare = 0.70;
    private const double ValidationShare = 0.15;

    /// <summary>Splits examples by a seed.</summary>
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewestExamples"/>.</exception>
    public static DataSplit Of(IReadOnlyList<TrainingExample> examples, long seed)
    {
        if (examples.Count < FewestExamples)
            throw new ArgumentException($"At least {FewestExamples} examples are needed for training, validation and test, and there are {examples.Count}.", nameof(examples));

        var order = RandomStreams.Open(seed, RandomStream.Split).Permutation(examples.Count);
        var training = (int)(examples.Count * TrainingShare);
        var validation = Math.Max(1, (int)(examples.Count * ValidationShare));
        return new(
            [.. order[..training].Select(index => examples[index])],
            [.. order[training..(training + validation)].Select(index => examples[index])],
            [.. order[(training + validation)..].Select(index => examples[index])]);
    }
}
