namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>A word of the question and how surely it is meant, in (0,1].</summary>
/// <param name="Term">Index of the word.</param>
/// <param name="Strength">1 for the same stem, less for derived forms, synonyms, misspellings and initials.</param>
internal readonly record struct TermMatch(int Term, double Strength);
