namespace MctsAspire.MetaControllerService.Features;

/// <summary>The state of a run as a controller sees it; every number is in its range.</summary>
/// <param name="HrmConfidence">Confidence of the last hrm result, 0 to 1.</param>
/// <param name="TrmConfidence">Confidence of the last trm result, 0 to 1.</param>
/// <param name="MctsValue">Value of the best action of the last search, 0 to 1.</param>
/// <param name="ConsensusScore">Agreement of the agents, 0 to 1.</param>
/// <param name="LastAgent">The agent that worked last; <see langword="null"/>: none.</param>
/// <param name="Iteration">The run's iteration, from 0.</param>
/// <param name="QueryLength">Characters of the query, from 0.</param>
/// <param name="HasRagContext">Whether passages were retrieved.</param>
/// <param name="AgentsDone">The agents that have given a result.</param>
internal sealed record RunFeatures(
    double HrmConfidence,
    double TrmConfidence,
    double MctsValue,
    double ConsensusScore,
    Agent? LastAgent,
    int Iteration,
    int QueryLength,
    bool HasRagContext,
    IReadOnlySet<Agent> AgentsDone)
{
    /// <summary>Numbers in the vector.</summary>
    public const int Dimensions = 10;

    private const double IterationScale = 20;
    private const double QueryLengthScale = 10_000;

    /// <summary>The ten numbers, each in [0,1]: what the models learn from and what is stored of a decision.</summary>
    public double[] Normalize() =>
    [
        HrmConfidence,
        TrmConfidence,
        MctsValue,
        ConsensusScore,
        LastAgent == Agent.Hrm ? 1 : 0,
        LastAgent == Agent.Trm ? 1 : 0,
        LastAgent == Agent.Mcts ? 1 : 0,
        Math.Min(Iteration / IterationScale, 1),
        Math.Min(QueryLength / QueryLengthScale, 1),
        HasRagContext ? 1 : 0,
    ];

    /// <summary>The state in words, as the language models among the controllers read it.</summary>
    public string ToText() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"""
        Agent State Features:
        HRM confidence: {Exact(HrmConfidence):F3}
        TRM confidence: {Exact(TrmConfidence):F3}
        MCTS value: {Exact(MctsValue):F3}
        Consensus score: {Exact(ConsensusScore):F3}
        Last agent used: {LastAgent?.Name() ?? AgentNames.None}
        Current iteration: {Iteration}
        Query length: {QueryLength} characters
        RAG context: {(HasRagContext ? "available" : "not available")}
        """).ReplaceLineEndings("\n");

    // Models that were trained on texts of the Python original saw ties rounded to the even digit. A number in [0,1] is such a tie at
    // three digits only when it is an odd number of sixteenths.
    private static double Exact(double value) => value * 16 % 2 == 1 ? Math.Round(value, 3, MidpointRounding.ToEven) : value;
}
