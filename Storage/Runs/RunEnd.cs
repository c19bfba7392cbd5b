namespace MctsAspire.Storage.Runs;

/// <summary>How a run ended without an answer.</summary>
/// <param name="Status"><see cref="RunStatus.Failed"/>, <see cref="RunStatus.Cancelled"/> or <see cref="RunStatus.Interrupted"/>.</param>
/// <param name="At">When.</param>
/// <param name="Resumable">Whether the same request takes the run up again.</param>
/// <param name="Error">Why it failed, safe to show; null otherwise.</param>
public sealed record RunEnd(RunStatus Status, DateTimeOffset At, bool Resumable, string? Error = null);
