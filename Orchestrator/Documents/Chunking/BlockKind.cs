namespace MctsAspire.Orchestrator.Documents.Chunking;

/// <summary>What a part of a Markdown or plain text is.</summary>
internal enum BlockKind
{
    /// <summary>A heading; its span is the heading's words without the marks.</summary>
    Heading,

    /// <summary>Lines of running text.</summary>
    Paragraph,

    /// <summary>One item of a list, with its mark.</summary>
    ListItem,

    /// <summary>A fenced block of code, with its fences.</summary>
    Code,

    /// <summary>A table with a header row.</summary>
    Table,
}
