namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>How a token is written.</summary>
[Flags]
internal enum TokenShape
{
    /// <summary>An ordinary word.</summary>
    None = 0,

    /// <summary>On the list of words that carry no meaning of their own.</summary>
    Stop = 1,

    /// <summary>Begins with a capital letter.</summary>
    Capital = 2,

    /// <summary>Written with digits, or a number word.</summary>
    Number = 4,

    /// <summary>Looks like a year.</summary>
    Year = 8,

    /// <summary>More than one letter, all capital.</summary>
    Acronym = 16,
}
