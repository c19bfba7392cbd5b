using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>A conversation to go on with: the body of <c>POST /v1/chat/completions</c>, in OpenAI's form and with fields of our own.</summary>
public sealed partial record ChatCompletionRequest
{
    /// <summary>Who answers: <c>mcts</c> (the whole graph of agents), <c>hrm</c> or <c>trm</c> (one agent), <c>direct</c> (the language provider alone).</summary>
    [CodePoints(1, 200)]
    public required string Model { get; init; }

    /// <summary>The conversation, oldest first. For the agents the last message is the question, and the ones before it the conversation so far.</summary>
    [Length(1, Limits.ChatMessages)]
    public required IReadOnlyList<ChatCompletionMessage> Messages { get; init; }

    /// <summary>How freely a language model may write; the embedded reasoner ignores it.</summary>
    [Range(0, Limits.Temperature)]
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling of a language model; the embedded reasoner ignores it.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? TopP { get; init; }

    /// <summary>Tokens that a language model may write at a time; the embedded reasoner ignores it.</summary>
    [Range(1, Limits.MaxTokens)]
    public int? MaxTokens { get; init; }

    /// <summary>The newer name of <c>max_tokens</c>; when both are there, they must be equal.</summary>
    [Range(1, Limits.MaxTokens)]
    public int? MaxCompletionTokens { get; init; }

    /// <summary>A text, or an array of at most 4, each of 1 to 100 characters, before the first of which the answer ends.</summary>
    public JsonElement? Stop { get; init; }

    /// <summary>Answers wanted: 1.</summary>
    public int? N { get; init; }

    /// <summary>Whether the answer comes in pieces, as server-sent events.</summary>
    [DefaultValue(false)]
    public bool? Stream { get; init; }

    /// <summary>What a stream holds; only together with <see cref="Stream"/>.</summary>
    public ChatStreamOptions? StreamOptions { get; init; }

    /// <summary>The form of the answer: any text, any JSON object, or JSON by a schema. JSON is for <c>direct</c> alone.</summary>
    public ChatResponseFormat? ResponseFormat { get; init; }

    /// <summary>Seed of every random choice. Absent: for the agents the service's <c>SEED</c>, else 42; for <c>direct</c> none, so that answers may differ.</summary>
    [Range(0L, Limits.Seed)]
    public long? Seed { get; init; }

    /// <summary>The caller's own name for its user; not used.</summary>
    [CodePoints(0, 512)]
    public string? User { get; init; }

    /// <summary>Ours: the conversation that the question belongs to; absent: one of its own. Its stored turns are kept in mind when there is only one message.</summary>
    [CodePoints(1, Limits.ThreadIdLength), RegularExpression(Limits.ThreadIdPattern)]
    public string? ThreadId { get; init; }

    /// <summary>Ours, for <c>mcts</c>: iterations of the search, exactly that many; absent: the preset's number and its early stop.</summary>
    [Range(1, Limits.Iterations)]
    public int? MctsIterations { get; init; }

    /// <summary>Another name of <c>mcts_iterations</c>; when both are there, they must be equal.</summary>
    [Range(1, Limits.Iterations)]
    public int? Iterations { get; init; }

    /// <summary>Ours, for <c>mcts</c>: whether a search must have run before the answer is given; absent: it must.</summary>
    public bool? UseMcts { get; init; }

    /// <summary>Ours, for the agents: whether passages of the stored documents are retrieved; absent: they are.</summary>
    public bool? UseRag { get; init; }
}
