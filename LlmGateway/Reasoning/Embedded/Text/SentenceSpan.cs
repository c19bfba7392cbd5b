namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>Where a sentence stands in a text.</summary>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="End">One past the last code unit.</param>
/// <param name="Kind">What the sentence is part of.</param>
internal readonly record struct SentenceSpan(int Start, int End, SentenceKind Kind);
