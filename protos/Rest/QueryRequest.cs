using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>A question for the whole graph of agents: the body of <c>POST /query</c> and <c>POST /query/stream</c>.</summary>
public sealed record QueryRequest
{
    /// <summary>The question, 1 to 10,000 characters (Unicode code points).</summary>
    [Required, CodePoints(1, Limits.QueryLength)]
    public required string Query { get; init; }

    /// <summary>Whether a search must have run before the answer is given; <see langword="false"/> takes it out of the routes.</summary>
    [DefaultValue(true)]
    public bool UseMcts { get; init; } = true;

    /// <summary>Whether passages of the stored documents are retrieved for the agents.</summary>
    [DefaultValue(true)]
    public bool UseRag { get; init; } = true;

    /// <summary>Iterations of the search, exactly that many; absent: the preset's number and its early stop.</summary>
    [Range(1, Limits.Iterations)]
    public int? MctsIterations { get; init; }

    /// <summary>The conversation that the question belongs to; absent: one of its own.</summary>
    /// <remarks>
    /// Questions of one conversation are answered one after the other, in the order in which they came, and each knows the answers before
    /// it. The same request again, while its run is on its way, shares that run; when its run was cut off (the client left, the service
    /// stopped or crashed, a service behind it was down) and nothing was answered on the conversation since, it takes that run up where
    /// it stood; after its answer, it is a new run.
    /// </remarks>
    [CodePoints(1, Limits.ThreadIdLength), RegularExpression(Limits.ThreadIdPattern)]
    public string? ThreadId { get; init; }

    /// <summary>Seed of every random choice; absent: the service's <c>SEED</c>, else 42.</summary>
    [Range(0L, Limits.Seed)]
    public long? Seed { get; init; }

    /// <summary>How freely a language model may write; the embedded reasoner ignores it.</summary>
    [Range(0, Limits.Temperature)]
    public double? Temperature { get; init; }

    /// <summary>Tokens that a language model may write at a time; the embedded reasoner ignores it.</summary>
    [Range(1, Limits.MaxTokens)]
    public int? MaxTokens { get; init; }

    /// <summary>Nucleus sampling of a language model; the embedded reasoner ignores it.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? TopP { get; init; }

    /// <summary>Earlier turns, oldest first, of which the last few are kept in mind; absent: those that are stored on the conversation.</summary>
    [MaxLength(Limits.ChatMessages)]
    public IReadOnlyList<ConversationTurn>? History { get; init; }
}
