namespace MctsAspire.Protos.Rest;

/// <summary>How many iterations a search runs at most that names a preset and no number of its own. MctsService runs them, and who counts what a client may run has to know them beforehand.</summary>
public static class PresetIterations
{
    /// <summary>Iterations of <c>fast</c>.</summary>
    public const int Fast = 25;

    /// <summary>Iterations of <c>balanced</c>, which holds when a request names no preset.</summary>
    public const int Balanced = 100;

    /// <summary>Iterations of <c>thorough</c>.</summary>
    public const int Thorough = 500;

    /// <summary>Iterations of <c>exploration_heavy</c>.</summary>
    public const int ExplorationHeavy = 200;

    /// <summary>Iterations of <c>exploitation_heavy</c>.</summary>
    public const int ExploitationHeavy = 150;

    /// <summary>The most that a search of that preset runs; for a name that is none's, the most of any.</summary>
    /// <param name="preset">The preset's name.</param>
    public static int Of(string preset) => preset switch
    {
        "fast" => Fast,
        "balanced" or "" => Balanced,
        "exploration_heavy" => ExplorationHeavy,
        "exploitation_heavy" => ExploitationHeavy,
        _ => Thorough,
    };
}
