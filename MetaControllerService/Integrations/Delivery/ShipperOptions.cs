namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>How patiently services are told of what is in an outbox.</summary>
internal sealed record ShipperOptions
{
    /// <summary>How long to wait for more lines before a service is told of a few.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after a failure; it doubles with each failure in a row.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause, unless the service asks for a longer one.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often folders that no process works in are looked at.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long there may be nothing to tell before a service is told that its writer is alive.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of lines that a service is told at once; services take two megabytes and more.</summary>
    public int MostBytes { get; init; } = 1024 * 1024;
}
