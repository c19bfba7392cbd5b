namespace MctsAspire.Storage.Documents;

/// <summary>A passage that a search found. Its text is the document's from start to end.</summary>
public sealed record FoundPassage
{
    /// <summary>The document.</summary>
    public required string DocumentId { get; init; }

    /// <summary>The document's id, <c>#</c> and the passage's place in it, from 1.</summary>
    public required string PassageId { get; init; }

    /// <summary>The document's title.</summary>
    public required string Title { get; init; }

    /// <summary>The headings above it, outermost first, joined by " &gt; "; may be empty.</summary>
    public required string Heading { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>First UTF-16 code unit of the document's text.</summary>
    public required int Start { get; init; }

    /// <summary>One past the last UTF-16 code unit.</summary>
    public required int End { get; init; }

    /// <summary>How well it fits, higher is better; comparable within one search only.</summary>
    public required double Score { get; init; }
}
