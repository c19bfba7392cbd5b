namespace MctsAspire.Storage.Answers;

/// <summary>How much a cache keeps, and for how long.</summary>
/// <param name="MaxBytes">Bytes of all answers, at least 1; one answer that is longer is not kept.</param>
/// <param name="MaxAge">How long an answer is given again.</param>
public sealed record AnswerCacheLimits(long MaxBytes, TimeSpan MaxAge);
