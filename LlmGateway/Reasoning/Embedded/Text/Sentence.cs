namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>A sentence of a passage with its words.</summary>
/// <param name="Index">Its place among the sentences of the passage.</param>
/// <param name="Start">First UTF-16 code unit in the passage's text.</param>
/// <param name="End">One past the last code unit.</param>
/// <param name="Kind">What it is part of.</param>
/// <param name="FirstToken">Its first word among the words of the passage.</param>
/// <param name="LastToken">One past its last word.</param>
internal sealed record Sentence(int Index, int Start, int End, SentenceKind Kind, int FirstToken, int LastToken)
{
    /// <summary>How many words it has.</summary>
    public int Length => LastToken - FirstToken;
}
