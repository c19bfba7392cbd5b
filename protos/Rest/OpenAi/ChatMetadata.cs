namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>Where an answer came from, beside what OpenAI's form has a place for.</summary>
public sealed record ChatMetadata
{
    /// <summary>The language provider that spoke last.</summary>
    public required string Provider { get; init; }

    /// <summary>Its model.</summary>
    public required string Model { get; init; }

    /// <summary>The run, for <c>GET /runs/{id}</c>; absent for <c>direct</c>.</summary>
    public string? RunId { get; init; }

    /// <summary>The conversation; absent for <c>direct</c> when the request named none.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The seed used; absent for <c>direct</c> when the request had none.</summary>
    public long? Seed { get; init; }

    /// <summary>Probability in [0,1] that the answer is right; absent for <c>direct</c>.</summary>
    public double? Confidence { get; init; }

    /// <summary>Whether the documents hold an answer; absent for <c>direct</c>.</summary>
    public bool? Answerable { get; init; }

    /// <summary>Why the graph stopped, for <c>mcts</c>; for one agent <c>budget</c> when that ended before it was done.</summary>
    public string? StopReason { get; init; }

    /// <summary>Agreement of the agents in [0,1], for <c>mcts</c> when two or more gave a result.</summary>
    public double? ConsensusScore { get; init; }

    /// <summary>Iterations of the state graph, for <c>mcts</c>.</summary>
    public int? Iterations { get; init; }

    /// <summary>The agents that gave a result; absent for <c>direct</c>.</summary>
    public IReadOnlyList<string>? AgentsUsed { get; init; }

    /// <summary>Who was named, for <c>auto</c>: at the start, and after that one's answer was seen.</summary>
    public IReadOnlyList<RoutingDecision>? Routing { get; init; }

    /// <summary>What the answer rests on, most important first; absent for <c>direct</c>.</summary>
    public IReadOnlyList<Citation>? Citations { get; init; }

    /// <summary>What the search measured; absent when none ran.</summary>
    public MctsStats? MctsStats { get; init; }

    /// <summary>Whether the answer was there already; only for <c>direct</c>.</summary>
    public bool? Cached { get; init; }

    /// <summary>What the call cost, in US dollars; only for <c>direct</c>, and where the model's price is known.</summary>
    public double? CostUsd { get; init; }

    /// <summary>What of the request had no effect, as messages of the role <c>system</c> on the agents; absent when there is nothing.</summary>
    public IReadOnlyList<string>? NotUsed { get; init; }

    /// <summary>Time from the request's arrival to its answer, in milliseconds; absent for <c>direct</c>.</summary>
    public double? ProcessingTimeMs { get; init; }

    /// <summary>
    /// What in the question, as it came, looks like an attempt to steer a language model: <c>instruction_override</c>, <c>prompt_extraction</c>, <c>persona_override</c>, <c>role_forgery</c>,
    /// <c>output_steering</c>, <c>hidden_text</c> or <c>encoded_instructions</c>. A remark: the question was answered like every other. Absent when there is nothing.
    /// </summary>
    public IReadOnlyList<string>? InputSignals { get; init; }
}
