namespace MctsAspire.Protos.Rest;

/// <summary>Where an answer came from and how it was found.</summary>
public sealed record QueryMetadata
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

    /// <summary>The language provider that spoke last: <c>embedded</c>, <c>openai</c> or <c>lmstudio</c>; <c>search</c> where the question holds a problem that was searched.</summary>
    public required string Provider { get; init; }

    /// <summary>Its model; the domain of such a search.</summary>
    public required string Model { get; init; }

    /// <summary>Whether the documents hold an answer.</summary>
    public required bool Answerable { get; init; }

    /// <summary>Agreement of the agents in [0,1]; absent when fewer than two gave a result.</summary>
    public double? ConsensusScore { get; init; }

    /// <summary>Why the graph stopped: <c>consensus</c>, <c>max_iterations</c>, <c>agents_exhausted</c>, <c>budget</c> or <c>time</c>.</summary>
    public required string StopReason { get; init; }

    /// <summary>Iterations of the state graph.</summary>
    public required int Iterations { get; init; }

    /// <summary>Confidence of each agent's last result.</summary>
    public required IReadOnlyDictionary<string, double> ConfidenceScores { get; init; }

    /// <summary>What the answer rests on, most important first.</summary>
    public required IReadOnlyList<Citation> Citations { get; init; }

    /// <summary>Tokens that the run's language calls used, a search's excepted; absent when none were counted, as by the embedded reasoner.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>
    /// What in the question, as it came, looks like an attempt to steer a language model: <c>instruction_override</c>, <c>prompt_extraction</c>, <c>persona_override</c>, <c>role_forgery</c>,
    /// <c>output_steering</c>, <c>hidden_text</c> or <c>encoded_instructions</c>. A remark: the question was answered like every other. Absent when there is nothing.
    /// </summary>
    public IReadOnlyList<string>? InputSignals { get; init; }
}
