using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>A document to store: the body of <c>POST /documents</c>, alone or in an array.</summary>
public sealed record DocumentInput
{
    /// <summary>The document's name; an existing one is replaced. Absent: made from the content.</summary>
    [CodePoints(1, Limits.ThreadIdLength), RegularExpression(Limits.ThreadIdPattern)]
    public string? Id { get; init; }

    /// <summary>The title.</summary>
    [Required, CodePoints(1, Limits.TitleLength)]
    public required string Title { get; init; }

    /// <summary>The text, plain or Markdown; at most 5 MiB in UTF-8. A larger one is refused as a payload that is too large.</summary>
    [Required, CodePoints(1)]
    public required string Text { get; init; }

    /// <summary>What the caller wants to keep with the document; at most 50 entries.</summary>
    [MaxLength(50)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
