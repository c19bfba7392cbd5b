namespace MctsAspire.ServiceDefaults.Health;

/// <summary>Whether a service can do its work: the body of <c>GET /ready</c>.</summary>
public sealed record ReadyReport
{
    /// <summary>Whether every check passed that the service can't do without.</summary>
    public required bool Ready { get; init; }

    /// <summary>The checks by name.</summary>
    public required IReadOnlyDictionary<string, bool> Checks { get; init; }

    /// <summary>The failed checks of what the service can do without, each with what that means; <see langword="null"/>: none of them failed.</summary>
    public IReadOnlyDictionary<string, string>? Degraded { get; init; }

    /// <summary>What fills each role, as <c>llm: embedded</c>; also what the services behind this one report.</summary>
    public required IReadOnlyDictionary<string, string> Backends { get; init; }
}
