using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>A search that has ended, and its tree.</summary>
internal sealed record Found<TState, TAction, TOutcome>(
    CallSearch<TState, TAction, TOutcome> Search, CallReport<TOutcome> Report, StopCause Stop)
{
    public CallTree<TState, TAction, TOutcome> Tree => Search.Tree;

    public ShardReport Root => Report.Root;

    /// <summary>All visited nodes, parents before their children.</summary>
    public IEnumerable<int> Nodes(int node = 0) => Tree.Tried(node).SelectMany(Nodes).Prepend(node);
}

internal static class Found
{
    public static async Task<Found<TState, TAction, TOutcome>> RunAsync<TState, TAction, TOutcome>(
        ICallDomain<TState, TAction, TOutcome> domain, SearchOptions options, IShardWatch? watch = null, CancellationToken cancellationToken = default)
    {
        var search = new CallSearch<TState, TAction, TOutcome>(
            domain, options, (0, 1), options.Iterations, new CallJournal(keeps: false), watch ?? new SilentWatch(), TimeProvider.System);
        var stop = await search.RunAsync(cancellationToken);
        return new(search, search.Report(), stop);
    }
}
