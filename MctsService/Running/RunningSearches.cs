using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Running;

/// <summary>The searches and shards that this replica runs, by their run.</summary>
internal sealed class RunningSearches
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(SearchControl Control, bool Coordinated)>> _byRun = [];

    /// <summary>Adds a search until the result is disposed.</summary>
    /// <param name="runId">The run that it belongs to.</param>
    /// <param name="control">What ends it.</param>
    /// <param name="coordinated">Whether this replica coordinates it; else it runs a shard for another.</param>
    public IDisposable Add(string runId, SearchControl control, bool coordinated)
    {
        lock (_lock)
        {
            if (!_byRun.TryGetValue(runId, out var searches))
                _byRun.Add(runId, searches = []);
            searches.Add((control, coordinated));
        }

        return new Entry(this, runId, control);
    }

    /// <summary>Whether anything of a run is running.</summary>
    public bool IsRunning(string runId)
    {
        lock (_lock)
            return _byRun.ContainsKey(runId);
    }

    /// <summary>Ends everything of a run.</summary>
    /// <returns>Whether there was something, and whether this replica coordinates it.</returns>
    public (bool Found, bool Coordinated) Stop(string runId)
    {
        (SearchControl Control, bool Coordinated)[] searches;
        lock (_lock)
            searches = _byRun.TryGetValue(runId, out var list) ? [.. list] : [];

        foreach (var (control, _) in searches)
            control.End(StopCause.Cancelled);
        return (searches.Length > 0, Array.Exists(searches, search => search.Coordinated));
    }

    private void Remove(string runId, SearchControl control)
    {
        lock (_lock)
        {
            var searches = _byRun[runId];
            searches.RemoveAll(search => search.Control == control);
            if (searches.Count == 0)
                _byRun.Remove(runId);
        }
    }

    private sealed class Entry(RunningSearches searches, string runId, SearchControl control) : IDisposable
    {
        public void Dispose() => searches.Remove(runId, control);
    }
}
