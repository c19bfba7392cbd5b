namespace MctsAspire.Storage.Answers;

/// <summary>An answer that a cache has kept.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="StoredAt">Since when.</param>
public sealed record StoredAnswer(byte[] Answer, DateTimeOffset StoredAt);
