namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>What a word of a sentence may name.</summary>
[Flags]
internal enum MentionKind
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>A name, of a person or of anything else.</summary>
    Name = 1,

    /// <summary>A date, a year, a time of day or a period.</summary>
    Time = 2,

    /// <summary>A number or an amount that is not a year.</summary>
    Number = 4,

    /// <summary>A place: a name or a noun of place after a preposition of place.</summary>
    Place = 8,
}
