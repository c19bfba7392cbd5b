namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>What a line of Markdown is.</summary>
internal enum LineKind
{
    /// <summary>Nothing but space, or a rule.</summary>
    Blank,

    /// <summary>Running text.</summary>
    Text,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A row of a table.</summary>
    Row,
}
