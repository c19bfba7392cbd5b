using System.Runtime.CompilerServices;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>
/// A run that is worked on in this process, and those who wait for it. When the last of them leaves before the end, the run is
/// cancelled.
/// </summary>
internal sealed class RunSession : IDisposable
{
    // Reports of a search come ten times a second for as long as it runs; what comes after so many events is left out, but for the nodes'.
    private const int MostEvents = 4_096;

    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<RunResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private bool _left;

    /// <summary>A run of this request.</summary>
    public RunSession(RunRequest request, string newRunId)
    {
        Request = request;
        RunId = newRunId;
        Cancelled = _cancellation.Token;

        // Nobody need wait for a run that fails.
        _ = _completion.Task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>What is asked.</summary>
    public RunRequest Request { get; }

    /// <summary>The run; another one than at first when an unfinished run is taken up.</summary>
    public string RunId { get; set; }

    /// <summary>Whether the run has just begun, so that its journal is empty.</summary>
    public bool IsFresh { get; set; }

    /// <summary>Cancelled when nobody waits any more, or the service stops.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>The run's end: its result, or the exception that it ended with.</summary>
    public Task<RunResult> Completion => _completion.Task;

    /// <summary>Joins those who wait; false when the run has ended or been cancelled, so that another must be begun.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_left || Cancelled.IsCancellationRequested || _completion.Task.IsCompleted)
                return false;
            _waiting++;
            return true;
        }
    }

    /// <summary>Leaves; the last one cancels the run unless it has ended.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_waiting > 0)
                return;
            _left = true;
        }

        Cancel();
    }

    /// <summary>Cancels the run unless it has ended.</summary>
    public void Cancel()
    {
        if (_completion.Task.IsCompleted)
            return;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    /// <summary>Tells those who stream the run.</summary>
    public void Report(RunEvent happened)
    {
        lock (_lock)
        {
            if (_events.Count >= MostEvents && happened.Name == RunEvent.SearchProgress)
                return;
            _events.Add(happened);
            var news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            news.SetResult();
        }
    }

    /// <summary>Ends the run with its result.</summary>
    public void Complete(RunResult result) => _completion.TrySetResult(result);

    /// <summary>Ends the run with a failure.</summary>
    public void Fail(Exception failure) => _completion.TrySetException(failure);

    /// <summary>The events from the first on, until the run ends.</summary>
    public async IAsyncEnumerable<RunEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = 0; ;)
        {
            RunEvent? happened;
            Task news;
            lock (_lock)
            {
                happened = next < _events.Count ? _events[next] : null;
                news = _news.Task;
            }

            if (happened is not null)
            {
                next++;
                yield return happened;
                continue;
            }

            // The run reports nothing after its end, and the end was looked at after the events.
            if (Completion.IsCompleted)
            {
                lock (_lock)
                {
                    if (next == _events.Count)
                        yield break;
                }

                continue;
            }

            await Task.WhenAny(news, Completion).WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
