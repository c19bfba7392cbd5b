using System.Collections.Immutable;
using MctsAspire.Orchestrator.Agents;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>Where a query stands in the state graph. A node makes a new state from an old one.</summary>
internal sealed record AgentState
{
    /// <summary>The question.</summary>
    public required string Query { get; init; }

    /// <summary>Whether a search must have run before an answer is given; false takes it out of the routes.</summary>
    public required bool UseMcts { get; init; }

    /// <summary>Whether passages are retrieved.</summary>
    public required bool UseRag { get; init; }

    /// <summary>Iterations of the search, exactly that many; null: the default.</summary>
    public int? MctsIterations { get; init; }

    /// <summary>How freely a language model may write; null: as it is used to.</summary>
    public Generation? Generation { get; init; }

    /// <summary>Earlier turns of the conversation, oldest first.</summary>
    public ImmutableArray<Turn> History { get; init; } = [];

    /// <summary>What was retrieved for the question and by the agents, best first.</summary>
    public ImmutableArray<Passage> Passages { get; init; } = [];

    /// <summary>The agents' results, in the order of <see cref="AgentNames.All"/>; an agent has at most one.</summary>
    public ImmutableArray<AgentOutput> Outputs { get; init; } = [];

    /// <summary>The agent that gave a result last; of several at once, the last in order. Null before the first.</summary>
    public string? LastAgent { get; init; }

    /// <summary>The decisions so far.</summary>
    public ImmutableArray<RouteChoice> Choices { get; init; } = [];

    /// <summary>The agents that work in this iteration.</summary>
    public ImmutableArray<string> Route => Choices.IsEmpty ? [] : Choices[^1].Agents;

    /// <summary>Agreement of the results in [0,1]; null when there are fewer than two.</summary>
    public double? ConsensusScore { get; init; }

    /// <summary>Iterations begun.</summary>
    public int Iteration { get; init; }

    /// <summary>The limit that ended an agent's work: <see cref="StopReasons.Budget"/> or <see cref="StopReasons.Time"/>; null: none did.</summary>
    public string? Limit { get; init; }

    /// <summary>Which budget ended and what is left of it, in words; empty when none did.</summary>
    public string LimitDetail { get; init; } = "";

    /// <summary>When there is a budget again; null: unknown or never.</summary>
    public TimeSpan? LimitRetryAfter { get; init; }

    /// <summary>Why no further agent is asked; null: one is.</summary>
    public string? StopReason { get; init; }

    /// <summary>The answer; null until it is synthesized.</summary>
    public FinalAnswer? Answer { get; init; }

    /// <summary>Whether a search must still run before an answer is given.</summary>
    public bool MctsIsDue => UseMcts && !Has(AgentNames.Mcts);

    /// <summary>The agents that may run and have not, in order.</summary>
    public IEnumerable<string> Remaining => AgentNames.All.Where(agent => !Has(agent) && (UseMcts || agent != AgentNames.Mcts));

    /// <summary>Whether an agent has given its result.</summary>
    public bool Has(string agent) => Outputs.Any(output => output.Agent == agent);
}
