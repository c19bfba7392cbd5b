using System.Collections.Immutable;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>What an agent gave.</summary>
internal sealed record AgentOutput
{
    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>Its answer.</summary>
    public required Draft Draft { get; init; }

    /// <summary>The language provider and model that spoke last.</summary>
    public required (string Provider, string Model) Origin { get; init; }

    /// <summary>Passages that it found beyond those it was given.</summary>
    public ImmutableArray<Passage> Found { get; init; } = [];

    /// <summary><see cref="Graph.StopReasons.Budget"/> when the budget ended before the agent was done, and this is the best that it has; else null.</summary>
    public string? Limit { get; init; }

    /// <summary>What its search measured; null for an agent that does not search.</summary>
    public SearchResponse? Search { get; init; }

    /// <summary>Whether its search was about a problem that the question holds, and not about passages.</summary>
    public bool SolvesHeldProblem { get; init; }
}
