namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>A turn of phrase, and the signal that it is: parts that follow each other.</summary>
/// <param name="Signal">One of <see cref="InputSignals.All"/>.</param>
/// <param name="Steps">Its parts, one at least.</param>
internal sealed record PhraseRule(string Signal, params IReadOnlyList<PhraseStep> Steps);
