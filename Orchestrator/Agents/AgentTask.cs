using System.Collections.Immutable;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Agents;

/// <summary>What an agent is asked.</summary>
internal sealed record AgentTask
{
    /// <summary>The question.</summary>
    public required string Query { get; init; }

    /// <summary>What the answer may rest on, best first.</summary>
    public required ImmutableArray<Passage> Passages { get; init; }

    /// <summary>Earlier turns of the conversation, oldest first.</summary>
    public required ImmutableArray<Turn> History { get; init; }

    /// <summary>Whether the agent may look into the documents itself.</summary>
    public required bool UseRag { get; init; }

    /// <summary>How freely a language model may write; null: as it is used to.</summary>
    public Generation? Generation { get; init; }

    /// <summary>Iterations of a search, exactly that many; null: the service's default.</summary>
    public int? MctsIterations { get; init; }

    /// <summary>What an agent is asked in a state of a run.</summary>
    public static AgentTask Of(AgentState state) => new()
    {
        Query = state.Query,
        Passages = state.Passages,
        History = state.History,
        UseRag = state.UseRag,
        MctsIterations = state.MctsIterations,
        Generation = state.Generation,
    };
}
