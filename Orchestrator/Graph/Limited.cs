namespace MctsAspire.Orchestrator.Graph;

/// <summary>What a part of a run gave: its result, or the limit that ended it.</summary>
/// <param name="Result">The result; null when a limit ended the part.</param>
/// <param name="Limit"><see cref="StopReasons.Budget"/> or <see cref="StopReasons.Time"/>; null when there is a result.</param>
/// <param name="Detail">Which budget ended and what is left of it, in words; empty when none did.</param>
/// <param name="RetryAfter">When there is a budget again; null: unknown or never.</param>
internal readonly record struct Limited<T>(T? Result, string? Limit, string Detail = "", TimeSpan? RetryAfter = null)
    where T : class;
