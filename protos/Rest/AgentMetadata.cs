namespace MctsAspire.Protos.Rest;

/// <summary>Where one agent's answer came from.</summary>
public sealed record AgentMetadata
{
    /// <summary>Who asked.</summary>
    public required string ClientId { get; init; }

    /// <summary>The conversation; a generated one when the request named none.</summary>
    public required string ThreadId { get; init; }

    /// <summary>Whether passages were retrieved.</summary>
    public required bool RagEnabled { get; init; }

    /// <summary>The run, for <c>GET /runs/{id}</c>.</summary>
    public required string RunId { get; init; }

    /// <summary>The seed used.</summary>
    public required long Seed { get; init; }

    /// <summary>The language provider: <c>embedded</c>, <c>openai</c> or <c>lmstudio</c>; <c>search</c> where the question holds a problem that was searched.</summary>
    public required string Provider { get; init; }

    /// <summary>Its model; the domain of such a search.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the documents hold an answer.</summary>
    public required bool Answerable { get; init; }

    /// <summary>What the answer rests on, most important first.</summary>
    public required IReadOnlyList<Citation> Citations { get; init; }

    /// <summary>
    /// <c>budget</c> when the budget ended before the agent was done, and the answer is the best that it had; for <c>auto</c> also <c>budget</c> or <c>time</c> when the agent
    /// that should have answered instead did not come to it. Absent otherwise.
    /// </summary>
    public string? StopReason { get; init; }

    /// <summary>For <c>auto</c>: the agents that worked, in their order; the answer is that of one of them alone. Absent for an agent that was asked by its name.</summary>
    public IReadOnlyList<string>? AgentsUsed { get; init; }

    /// <summary>For <c>auto</c>: who was named at the start, and who after that one's answer was seen; the last one named has answered. Absent for an agent that was asked by its name.</summary>
    public IReadOnlyList<RoutingDecision>? Routing { get; init; }

    /// <summary>Tokens that the run's language calls used, a search's excepted; absent when none were counted, as by the embedded reasoner.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// What in the question, as it came, looks like an attempt to steer a language model: <c>instruction_override</c>, <c>prompt_extraction</c>, <c>persona_override</c>, <c>role_forgery</c>,
    /// <c>output_steering</c>, <c>hidden_text</c> or <c>encoded_instructions</c>. A remark: the question was answered like every other. Absent when there is nothing.
    /// </summary>
    public IReadOnlyList<string>? InputSignals { get; init; }
}
