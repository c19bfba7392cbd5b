using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Requests;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>The state of a run as the Orchestrator shows it to the router; the fields are those of <c>Features</c> in <c>protos/meta</c>.</summary>
internal sealed record StateRecord
{
    /// <summary>Confidence of hrm's result, 0 to 1; 0 before it.</summary>
    public required double HrmConfidence { get; init; }

    /// <summary>Confidence of trm's result.</summary>
    public required double TrmConfidence { get; init; }

    /// <summary>Value of the best action of the search.</summary>
    public required double MctsValue { get; init; }

    /// <summary>Agreement of the results; 0 for fewer than two.</summary>
    public required double ConsensusScore { get; init; }

    /// <summary>The agent that worked last; <c>none</c> before the first.</summary>
    public required string LastAgent { get; init; }

    /// <summary>Iterations that are over.</summary>
    public required int Iteration { get; init; }

    /// <summary>Characters of the question (Unicode code points).</summary>
    public required int QueryLength { get; init; }

    /// <summary>Whether passages were retrieved.</summary>
    public required bool HasRagContext { get; init; }

    /// <summary>The agents that have given a result.</summary>
    public required IReadOnlyList<string> AgentsDone { get; init; }

    /// <summary>The state before any agent has worked.</summary>
    public static StateRecord Start(string query, bool hasRagContext) => new()
    {
        HrmConfidence = 0,
        TrmConfidence = 0,
        MctsValue = 0,
        ConsensusScore = 0,
        LastAgent = AgentNames.None,
        Iteration = 0,
        QueryLength = query.EnumerateRunes().Count(),
        HasRagContext = hasRagContext,
        AgentsDone = [],
    };

    /// <summary>The state after the first agent has given its result.</summary>
    public StateRecord After(Agent agent, AgentOutcome outcome) => this with
    {
        HrmConfidence = agent == Agent.Hrm ? outcome.Confidence : 0,
        TrmConfidence = agent == Agent.Trm ? outcome.Confidence : 0,
        MctsValue = outcome.MctsValue ?? 0,
        LastAgent = agent.Name(),
        Iteration = 1,
        AgentsDone = [agent.Name()],
    };

    /// <summary>The state as a request to the service says it.</summary>
    public Protos.Meta.Features ToProto() => new()
    {
        HrmConfidence = HrmConfidence,
        TrmConfidence = TrmConfidence,
        MctsValue = MctsValue,
        ConsensusScore = ConsensusScore,
        LastAgent = LastAgent,
        Iteration = Iteration,
        QueryLength = QueryLength,
        HasRagContext = HasRagContext,
        AgentsDone = { AgentsDone },
    };

    /// <summary>States as controllers see them, checked as the service checks them.</summary>
    /// <exception cref="ServiceDefaults.Errors.ValidationException">A field is out of its range; the message names it.</exception>
    public static RunFeatures[] ToFeatures(params IEnumerable<StateRecord> states) =>
        PredictRequestReader.ReadStates(new Protos.Meta.PredictRequest { States = { states.Select(state => state.ToProto()) } });
}
