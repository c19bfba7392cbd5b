namespace MctsAspire.MetaControllerService.Collection.Worlds;

/// <summary>What a fact says, in words; <c>{0}</c> is the subject, <c>{1}</c> the value.</summary>
/// <param name="Kind">What its values are.</param>
/// <param name="Sentences">Ways to state it. The first uses the words of the questions, the others don't.</param>
/// <param name="Questions">Ways to ask for it.</param>
/// <param name="Clause">The question as the second half of another one, with a pronoun for the subject.</param>
/// <param name="Plural">The question for two subjects, <c>{0}</c> and <c>{1}</c>.</param>
/// <param name="Comparison">Which of two has more of it; null where that can't be asked.</param>
internal sealed record Relation(ValueKind Kind, string[] Sentences, string[] Questions, string Clause, string Plural, string? Comparison = null);
