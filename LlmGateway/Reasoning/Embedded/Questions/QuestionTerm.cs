namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>A word of a question that evidence is looked for.</summary>
/// <param name="Word">Lower-case word.</param>
/// <param name="Stem">Its stem.</param>
/// <param name="Weight">How much it tells, in (0,1.5].</param>
/// <param name="Position">Which token of the question it is.</param>
/// <param name="Kind">What it is.</param>
internal sealed record QuestionTerm(string Word, string Stem, double Weight, int Position, TermKind Kind);
