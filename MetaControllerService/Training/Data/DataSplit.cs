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
    /// <exception cref="ArgumentException">There are fewer than <see cref="FewestExamples"/>, or they are of too few groups.</exception>
    public static DataSplit Of(IReadOnlyList<TrainingExample> examples, long seed)
    {
        if (examples.Count < FewestExamples)
            throw new ArgumentException($"At least {FewestExamples} examples are needed for training, validation and test, and there are {examples.Count}.", nameof(examples));

        // A group is what one index stands for; most examples are groups of their own.
        var groups = examples.Select((example, index) => (example, index)).GroupBy(item => item.example.Group ?? $"#{item.index}").Select(group => group.Select(item => item.example).ToArray()).ToArray();
        var shuffled = RandomStreams.Open(seed, RandomStream.Split).Permutation(groups.Length).Select(index => groups[index]).ToArray();
        var training = (int)(examples.Count * TrainingShare);
        var validation = training + Math.Max(1, (int)(examples.Count * ValidationShare));
        List<TrainingExample>[] parts = [[], [], []];
        var taken = 0;
        foreach (var group in shuffled)
        {
            parts[taken < training ? 0 : taken < validation ? 1 : 2].AddRange(group);
            taken += group.Length;
        }

        return parts.All(part => part.Count > 0)
            ? new(parts[0], parts[1], parts[2])
            : throw new ArgumentException("The examples are of too few runs to leave some for validation and test.", nameof(examples));
    }
}
