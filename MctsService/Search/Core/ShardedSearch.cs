namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Runs the shards of a search on threads and merges them in their order. A shard is a search of its own with a seed of its own, so
/// the number of threads changes nothing but time.
/// </summary>
internal sealed class ShardedSearch(IProblem problem, SearchOptions options)
{
    private const int SliceIterations = 512;

    private readonly int _shards = options.Shards ?? ShardRule.Count(options.Iterations);

    /// <summary>Runs the search to its end.</summary>
    /// <param name="watch">Asked between slices; a cause ends the search with what was found so far.</param>
    public SearchReport Run(Func<StopCause?>? watch = null)
    {
        var reports = new ShardReport[_shards];
        var causes = new StopCause[_shards];
        var workers = Math.Clamp(options.Workers, 1, _shards);
        if (workers == 1)
        {
            for (var shard = 0; shard < _shards; shard++)
                (reports[shard], causes[shard]) = RunShard(shard, watch);
        }
        else
        {
            Parallel.For(0, _shards, new ParallelOptions { MaxDegreeOfParallelism = workers }, shard =>
                (reports[shard], causes[shard]) = RunShard(shard, watch));
        }

        return ShardMerge.Merge(reports, causes, options);
    }

    /// <summary>Runs one of the shards.</summary>
    public (ShardReport Report, StopCause Cause) RunShard(int shard, Func<StopCause?>? watch = null)
    {
        using var search = problem.CreateShard(options, shard, _shards);
        StopCause? stop = null;
        while (stop is null)
        {
            search.Run(watch is null ? int.MaxValue : SliceIterations);
            stop = search.Stop ?? watch?.Invoke();
        }

        return (search.Report(), stop.Value);
    }
}
