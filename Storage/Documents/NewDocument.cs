namespace MctsAspire.Storage.Documents;

/// <summary>A document to store.</summary>
public sealed record NewDocument
{
    /// <summary>Its name; an existing document of that name is replaced.</summary>
    public required string Id { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The text: well-formed UTF-16 without NUL.</summary>
    public required string Text { get; init; }

    /// <summary>What the caller keeps with it.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The pieces in which it is found, in the order of the text.</summary>
    public required IReadOnlyList<NewPassage> Passages { get; init; }
}
