namespace MctsAspire.MetaControllerService.Decisions;

/// <summary>What came of all decisions of a run, told after them.</summary>
internal sealed record LoggedOutcome : LogEntry
{
    /// <summary>What came of them.</summary>
    public required DecisionOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string? Problem() => base.Problem() ?? (Outcome.Problem() is { } problem ? $"outcome.{problem}" : null);
}
