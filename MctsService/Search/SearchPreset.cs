namespace MctsAspire.MctsService.Search;

/// <summary>A named set of search parameters.</summary>
internal sealed record SearchPreset(
    string Name,
    int Iterations,
    double ExplorationWeight,
    Widening Widening,
    int MaxDepth,
    BestActionPolicy BestAction,
    int CacheCapacity,
    EarlyStop EarlyStop)
{
    /// <summary>What a request without a preset gets.</summary>
    public const string Default = "balanced";

    /// <summary>All presets, in the order in which messages name them.</summary>
    public static IReadOnlyList<SearchPreset> All { get; } =
    [
        new("fast", 25, 1.414, new(0.5, 0.5), 5, BestActionPolicy.MaxVisits, 1_000, new(0.8, 10)),
        new("balanced", 100, 1.414, new(1, 0.5), 10, BestActionPolicy.MaxVisits, 10_000, new(0.9, 50)),
        new("thorough", 500, 1.414, new(2, 0.6), 20, BestActionPolicy.Robust, 50_000, new(0.95, 200)),
        new("exploration_heavy", 200, 2.5, new(0.8, 0.4), 15, BestActionPolicy.MaxVisits, 20_000, new(0.95, 100)),
        new("exploitation_heavy", 150, 0.5, new(3, 0.7), 10, BestActionPolicy.MaxValue, 10_000, new(0.85, 75)),
    ];

    /// <summary>The preset of that name; <see langword="null"/> when there is none.</summary>
    public static SearchPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>The parameters of a search: the preset's, save what the request sets. Named iterations are run exactly, without an early stop.</summary>
    public SearchParameters With(long seed, int? iterations = null, double? explorationWeight = null, int? maxDepth = null) => new()
    {
        Iterations = iterations ?? Iterations,
        EarlyStop = iterations is null ? EarlyStop : null,
        ExplorationWeight = explorationWeight ?? ExplorationWeight,
        Widening = Widening,
        MaxDepth = maxDepth ?? MaxDepth,
        BestAction = BestAction,
        CacheCapacity = CacheCapacity,
        Seed = seed,
    };
}
