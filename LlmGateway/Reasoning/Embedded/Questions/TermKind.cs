namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>What a word of a question is.</summary>
internal enum TermKind
{
    /// <summary>An ordinary word.</summary>
    Word,

    /// <summary>Part of a name.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Says what kind of thing is asked for, as "river" in "which river".</summary>
    Head,

    /// <summary>Taken over from an earlier turn of the conversation.</summary>
    Carried,
}
