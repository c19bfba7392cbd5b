using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Requests;

/// <summary>A problem that is being read, for all who wait for it. The cache's lock guards it.</summary>
internal sealed class SharedReading : IDisposable
{
    private readonly CancellationTokenSource _unwanted = new();
    private int _waiting;
    private bool _done;

    /// <summary>Ends with the problem.</summary>
    public Task<IProblem> Problem { get; private set; } = null!;

    /// <summary>Begins to read on a thread of its own.</summary>
    public void Begin(Func<CancellationToken, IProblem> read)
    {
        var unwanted = _unwanted.Token;
        Problem = Task.Factory.StartNew(
            () => read(unwanted), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

        // When nobody waits any more, nobody looks at what became of it.
        Problem.ContinueWith(static reading => reading.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Somebody waits.</summary>
    public void Join() => _waiting++;

    /// <summary>Somebody waits no longer; without anybody the reading ends.</summary>
    /// <returns>Whether nobody is left.</returns>
    public bool Leave()
    {
        if (--_waiting > 0)
            return false;
        if (_done)
            Dispose();
        else
            _unwanted.Cancel();
        return true;
    }

    /// <summary>It has been read, or can't be.</summary>
    public void End()
    {
        _done = true;
        if (_waiting == 0)
            Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _unwanted.Dispose();
}
