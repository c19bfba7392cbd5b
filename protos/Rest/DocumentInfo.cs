namespace MctsAspire.Protos.Rest;

/// <summary>A stored document.</summary>
public sealed record DocumentInfo
{
    /// <summary>The document's name.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Length of the text in UTF-16 code units.</summary>
    public required int Length { get; init; }

    /// <summary>Passages that it is cut into.</summary>
    public required int Passages { get; init; }

    /// <summary>When this version was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>What the caller kept with it.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The text; only in <c>GET /documents/{id}</c>.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// What in the title or the text, as they came, looks like an attempt to steer a language model, as <see cref="QueryMetadata.InputSignals"/> says it of a question; only in the answer to
    /// <c>POST /documents</c>. A remark: the document was stored like every other. Absent when there is nothing.
    /// </summary>
    public IReadOnlyList<string>? InputSignals { get; init; }
}
