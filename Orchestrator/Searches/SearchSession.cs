using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>A search on its way: what it reports, and whether its client has had enough.</summary>
/// <param name="searchId">The id by which its client knows it.</param>
/// <param name="runId">The id by which the services know it.</param>
/// <param name="clientId">Whose it is.</param>
/// <param name="left">Called once when the search has ended.</param>
internal sealed class SearchSession(string searchId, string runId, string clientId, Action<SearchSession> left) : IDisposable
{
    // Who reads more slowly than this misses the oldest reports; each holds all that the ones before it held.
    private const int MostEvents = 64;

    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RunEvent> _events = Channel.CreateBounded<RunEvent>(
        new BoundedChannelOptions(MostEvents) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>The id by which its client knows it.</summary>
    public string SearchId { get; } = searchId;

    /// <summary>The id by which the services know it, of which there is no other.</summary>
    public string RunId { get; } = runId;

    /// <summary>Whose search it is.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>Completed when the search shall end with what it has found.</summary>
    public Task Stopping => _stopping.Task;

    /// <summary>Completed when the search has reported.</summary>
    public Task News => _news.Task;

    /// <summary>Asks the search to end with what it has found.</summary>
    public void Stop() => _stopping.TrySetResult();

    /// <summary>Takes a report.</summary>
    public void Report(SearchProgress progress)
    {
        _events.Writer.TryWrite(new RunEvent(RunEvent.SearchProgress, progress.ToRest()));
        _news.TrySetResult();
    }

    /// <summary>Notes that there will be no more reports.</summary>
    public void End() => _events.Writer.TryComplete();

    /// <summary>What happens, from the start to the search's end. Read once.</summary>
    public async IAsyncEnumerable<RunEvent> ReadEventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new RunEvent(RunEvent.Started, new SearchStartedEvent(SearchId));
        await foreach (var happened in _events.Reader.ReadAllAsync(cancellationToken))
            yield return happened;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        left(this);
    }
}
