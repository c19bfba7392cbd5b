namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>What a sentence is part of.</summary>
internal enum SentenceKind
{
    /// <summary>Running text.</summary>
    Prose,

    /// <summary>A heading; context for what follows, never an answer.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A sentence that ends with a colon, together with the list that it introduces.</summary>
    List,

    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>The first row of a table, which names the columns; context for the other rows.</summary>
    Header,
}
