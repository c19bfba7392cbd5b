using MctsAspire.MctsService.Search.Core.Certificates;

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
        ForEachShard(0, shard => (reports[shard], causes[shard]) = RunShard(shard, watch));
        return ShardMerge.Merge(reports, causes, options);
    }

    /// <summary>Runs the search to its end, then certifies the result by the policy of the first shard.</summary>
    /// <param name="certificate">What is asked for.</param>
    /// <param name="watch">Asked between slices; a cause ends the search with what was found so far.</param>
    public (SearchReport Report, Certificate Certificate) RunCertified(CertificateOptions certificate, Func<StopCause?>? watch = null)
    {
        var reports = new ShardReport[_shards];
        var causes = new StopCause[_shards];
        ForEachShard(1, shard => (reports[shard], causes[shard]) = RunShard(shard, watch));
        using var first = problem.CreateShard(options, 0, _shards);
        causes[0] = Run(first, watch);
        reports[0] = first.Report();
        var report = ShardMerge.Merge(reports, causes, options);
        return (report, ActionRace.Run(report, certificate, options.Seed, first.PlayFrozen, problem.Cut?.Error ?? 0));
    }

    /// <summary>Runs one of the shards.</summary>
    public (ShardReport Report, StopCause Cause) RunShard(int shard, Func<StopCause?>? watch = null)
    {
        using var search = problem.CreateShard(options, shard, _shards);
        var cause = Run(search, watch);
        return (search.Report(), cause);
    }

    private static StopCause Run(IShard search, Func<StopCause?>? watch)
    {
        StopCause? stop = null;
        while (stop is null)
        {
            search.Run(watch is null ? int.MaxValue : SliceIterations);
            stop = search.Stop ?? watch?.Invoke();
        }

        return stop.Value;
    }

    private void ForEachShard(int from, Action<int> run)
    {
        var workers = Math.Clamp(options.Workers, 1, _shards);
        if (workers > 1)
        {
            Parallel.For(from, _shards, new ParallelOptions { MaxDegreeOfParallelism = workers }, run);
            return;
        }

        for (var shard = from; shard < _shards; shard++)
            run(shard);
    }
}
