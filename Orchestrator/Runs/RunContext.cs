namespace MctsAspire.Orchestrator.Runs;

/// <summary>What the parts of one run share.</summary>
internal sealed class RunContext : IDisposable
{
    private readonly CancellationTokenSource _timeLimit;
    private readonly Action<RunEvent> _report;

    /// <summary>Begins the run's time.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="recorder">The door to the outside.</param>
    /// <param name="report">Takes the run's events; it must not block.</param>
    /// <param name="timeout">How long agents are asked.</param>
    /// <param name="time">The time.</param>
    public RunContext(string runId, long seed, RunRecorder recorder, Action<RunEvent> report, TimeSpan timeout, TimeProvider time)
    {
        RunId = runId;
        Seed = seed;
        Recorder = recorder;
        _report = report;
        Time = time;
        _timeLimit = new CancellationTokenSource(timeout, time);
        TimeLimit = _timeLimit.Token;
    }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>The seed of every random choice.</summary>
    public long Seed { get; }

    /// <summary>Who asks, and in which conversation: their budgets pay for the run's calls. Empty: nobody's.</summary>
    public (string ClientId, string ThreadId) Payer { get; init; } = ("", "");

    /// <summary>The door to the outside.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>The time. What a run answers does not depend on it.</summary>
    public TimeProvider Time { get; }

    /// <summary>Cancelled when the run's time is over.</summary>
    public CancellationToken TimeLimit { get; }

    /// <summary>Tells whoever streams the run.</summary>
    public void Report(string name, object data) => _report(new RunEvent(name, data));

    /// <inheritdoc/>
    public void Dispose() => _timeLimit.Dispose();
}
