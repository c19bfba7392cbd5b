using MctsAspire.Storage.Answers;

namespace MctsAspire.Storage.Language;

/// <summary>How much is kept of the calls of language models, and for how long.</summary>
/// <param name="JournalAge">How long a journalled call and an account that nobody uses are kept.</param>
/// <param name="MaxJournalEntries">Journalled calls at most; the oldest go first.</param>
/// <param name="Answers">What the cache keeps.</param>
public sealed record LanguageRetention(TimeSpan JournalAge, long MaxJournalEntries, AnswerCacheLimits Answers);
