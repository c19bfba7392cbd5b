using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Running;

/// <summary>Ends a running search, or one of its shards, with what it has found: when its time is over, or when the caller has waited long enough.</summary>
internal sealed class SearchControl : IDisposable
{
    private const int Runs = -1;

    private readonly CancellationTokenSource _ended = new();
    private readonly ITimer _timer;
    private int _cause = Runs;

    public SearchControl(TimeProvider time) => _timer =
        time.CreateTimer(static self => ((SearchControl)self!).End(StopCause.Time), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Why the search should end; <see langword="null"/>: it should go on.</summary>
    public StopCause? Cause => Volatile.Read(ref _cause) is var cause and not Runs ? (StopCause)cause : null;

    /// <summary>Cancelled when the search should end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The time that it has had on the shard threads.</summary>
    public ComputeShare Share { get; } = new();

    /// <summary>Lets the search end after that time. Until it is said, as long as the problem is read, only a caller ends it.</summary>
    public void EndAfter(TimeSpan limit) => _timer.Change(limit, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the search; the first cause counts.</summary>
    public void End(StopCause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, Runs) != Runs)
            return;
        Share.Hasten();
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at the same moment.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _ended.Dispose();
    }
}
