namespace MctsAspire.Orchestrator.Graph;

/// <summary>What a part of a run gave: its result, or the limit that ended it.</summary>
/// <param name="Result">The result; null when a limit ended the part.</param>
/// <param name="Limit"><see cref="StopReasons.Budget"/> or <see cref="StopReasons.Time"/>; null when there is a result.</param>
internal readonly record struct Limited<T>(T? Result, string? Limit)
    where T : class;
