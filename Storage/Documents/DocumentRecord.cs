namespace MctsAspire.Storage.Documents;

/// <summary>A stored document without its text.</summary>
public sealed record DocumentRecord
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Length of the text in UTF-16 code units.</summary>
    public required int Length { get; init; }

    /// <summary>Passages that it is cut into.</summary>
    public required int PassageCount { get; init; }

    /// <summary>When this version was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>What the caller keeps with it.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
