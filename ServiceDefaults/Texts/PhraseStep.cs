namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>A part of a <see cref="PhraseRule"/>: one of some phrases, not too far behind the part before it.</summary>
/// <param name="Gap">What may stand in front of it; means nothing for the first part.</param>
/// <param name="Phrases">The phrases, with <c>|</c> between them; <c>_</c> is a space that stands at an end.</param>
/// <param name="IsCommand">Whether it counts only where <see cref="Imperatives"/> sees a command.</param>
internal readonly record struct PhraseStep(PhraseGap Gap, string Phrases, bool IsCommand = false);
