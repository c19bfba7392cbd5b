namespace MctsAspire.Benchmarks.Neural;

/// <summary>What is measured: a network on a batch of sequences.</summary>
/// <param name="Network">gru or bert, with -train behind it for a step of training.</param>
/// <param name="Batch">Number of sequences.</param>
/// <param name="Length">Steps or tokens of each.</param>
/// <param name="Threads">Threads that compute.</param>
internal readonly record struct Case(string Network, int Batch, int Length, int Threads)
{
    /// <summary>All that is measured.</summary>
    public static IReadOnlyList<Case> All { get; } =
    [
        new("gru", 1, 1, 1), new("gru", 1, 10, 1), new("gru", 256, 1, 1),
        new("bert", 1, 64, 1), new("bert", 8, 64, 1), new("bert", 1, 64, 2), new("bert", 8, 64, 2),
        new("gru-train", 32, 10, 1), new("gru-train", 32, 10, 2), new("bert-train", 8, 64, 1), new("bert-train", 8, 64, 2),
    ];

    public string Name => $"{Network}_{Batch}x{Length}_{Threads}";

    public bool Trains => Network.EndsWith("-train", StringComparison.Ordinal);
}
