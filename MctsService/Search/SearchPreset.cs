using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Rest;

namespace MctsAspire.MctsService.Search;

/// <summary>A named set of what a search takes where its request says nothing.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Iterations">Iterations at most.</param>
/// <param name="ExplorationWeight">The exploration constant c.</param>
/// <param name="Widening">When a node may get another child, in domains that widen.</param>
/// <param name="MaxDepth">Actions from the root to the deepest node, in domains whose play has no end of its own.</param>
/// <param name="Rollout">How a leaf is valued, in domains that roll out.</param>
/// <param name="BestAction">How the action is chosen at the end.</param>
/// <param name="Parallel">Leaves in a batch, in domains whose evaluations are calls.</param>
/// <param name="CacheCapacity">Entries in the cache of deterministic evaluations.</param>
/// <param name="EarlyStop">When the search stops before its last iteration, if the request names no iterations.</param>
internal sealed record SearchPreset(
    string Name,
    int Iterations,
    double ExplorationWeight,
    WideningRule Widening,
    int MaxDepth,
    RolloutPolicy Rollout,
    BestAction BestAction,
    int Parallel,
    int CacheCapacity,
    VisitShareStop EarlyStop)
{
    /// <summary>What a request without a preset gets.</summary>
    public const string Default = "balanced";

    /// <summary>All presets, in the order in which messages name them.</summary>
    public static IReadOnlyList<SearchPreset> All { get; } =
    [
        new("fast", PresetIterations.Fast, 1.414, new(0.5, 0.5), 5, RolloutPolicy.Random, BestAction.MaxVisits, 8, 1_000, new(0.8, 10)),
        new("balanced", PresetIterations.Balanced, 1.414, new(1, 0.5), 10, RolloutPolicy.Hybrid, BestAction.MaxVisits, 4, 10_000, new(0.9, 50)),
        new("thorough", PresetIterations.Thorough, 1.414, new(2, 0.6), 20, RolloutPolicy.Hybrid, BestAction.Robust, 4, 50_000, new(0.95, 200)),
        new("exploration_heavy", PresetIterations.ExplorationHeavy, 2.5, new(0.8, 0.4), 15, RolloutPolicy.Random, BestAction.MaxVisits, 6, 20_000, new(0.95, 100)),
        new("exploitation_heavy", PresetIterations.ExploitationHeavy, 0.5, new(3, 0.7), 10, RolloutPolicy.Greedy, BestAction.MaxValue, 4, 10_000, new(0.85, 75)),
    ];

    /// <summary>The preset of that name; <see langword="null"/> when there is none.</summary>
    public static SearchPreset? Find(string name) => All.FirstOrDefault(preset => preset.Name == name);

    /// <summary>
    /// The preset's options in full, save what the request sets; a domain takes away what it has no use for. Named iterations are run
    /// exactly, without an early stop.
    /// </summary>
    public SearchOptions ToOptions(long seed, int? iterations = null, double? explorationWeight = null, int? maxDepth = null, int? parallel = null) => new()
    {
        Iterations = iterations ?? Iterations,
        EarlyStop = iterations is null ? EarlyStop : null,
        ExplorationWeight = explorationWeight ?? ExplorationWeight,
        Widening = Widening,
        MaxDepth = maxDepth ?? MaxDepth,
        Rollout = Rollout,
        BestAction = BestAction,
        Parallel = parallel ?? Parallel,
        CacheCapacity = CacheCapacity,
        Seed = seed,
    };
}
