using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>A question for one agent: the body of <c>POST /agents/{hrm|trm|mcts|auto}</c>.</summary>
public sealed record AgentRequest
{
    /// <summary>The question, 1 to 10,000 characters (Unicode code points).</summary>
    [Required, CodePoints(1, Limits.QueryLength)]
    public required string Query { get; init; }

    /// <summary>Whether passages of the stored documents are retrieved for the agent.</summary>
    [DefaultValue(true)]
    public bool UseRag { get; init; } = true;

    /// <summary>How freely a language model may write; the embedded reasoner ignores it.</summary>
    [Range(0, Limits.Temperature)]
    public double? Temperature { get; init; }

    /// <summary>Tokens that a language model may write; the embedded reasoner ignores it.</summary>
    [Range(1, Limits.MaxTokens)]
    public int? MaxTokens { get; init; }

    /// <summary>Iterations of the search; used by <c>mcts</c> alone, and by <c>auto</c> when that is named.</summary>
    [Range(1, Limits.Iterations)]
    public int? MctsIterations { get; init; }

    /// <summary>The conversation that the question belongs to; absent: one of its own.</summary>
    [CodePoints(1, Limits.ThreadIdLength), RegularExpression(Limits.ThreadIdPattern)]
    public string? ThreadId { get; init; }

    /// <summary>Seed of every random choice; absent: the service's <c>SEED</c>, else 42.</summary>
    [Range(0L, Limits.Seed)]
    public long? Seed { get; init; }

    /// <summary>Nucleus sampling of a language model; the embedded reasoner ignores it.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double? TopP { get; init; }

    /// <summary>Earlier turns, oldest first, of which the last few are kept in mind; absent: those that are stored on the conversation.</summary>
    [MaxLength(Limits.ChatMessages)]
    public IReadOnlyList<ConversationTurn>? History { get; init; }
}
