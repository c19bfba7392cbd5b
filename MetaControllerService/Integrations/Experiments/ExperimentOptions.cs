namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>How much is kept of runs.</summary>
internal sealed record ExperimentOptions
{
    /// <summary>Runs that are kept at most; the oldest that have ended go first, whether or not a service has had them.</summary>
    public int MostRuns { get; init; } = 256;

    /// <summary>Bytes of a run's measurements; behind them measurements are left out, results and the end are not.</summary>
    public long MostBytesOfMeasurements { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of one file.</summary>
    public long MostBytesOfArtifact { get; init; } = 1024L * 1024 * 1024;

    /// <summary>How long a run that begins waits for a process that is just sending what it told before.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a run that is closed waits for the services.</summary>
    public TimeSpan LastWait { get; init; } = TimeSpan.FromSeconds(20);
}
