using System.Security.Cryptography;

namespace MctsAspire.MctsService.Search.Core;

/// <summary>Makes one report of those of all shards.</summary>
internal static class ShardMerge
{
    /// <summary>Adds up the reports in the order of the shards.</summary>
    public static SearchReport Merge(IReadOnlyList<ShardReport> shards, IReadOnlyList<StopCause> causes, SearchOptions options)
    {
        var actions = new SortedDictionary<int, RootAction>();
        foreach (var action in shards.SelectMany(shard => shard.Actions))
            actions[action.Index] = actions.TryGetValue(action.Index, out var sum) ? Add(sum, action) : action;
        if (options.Backup == Backup.Max)
        {
            foreach (var action in actions.Values.ToList())
                actions[action.Index] = action with { ValueSum = Within(action.ValueSum, action.Visits, action.Low, action.High) };
        }

        // Of the lines the best, then the first; without a value, that of the shard that chose the merged action.
        var withLine = shards.Where(shard => shard.LineValue is not null).MaxBy(shard => shard.LineValue);
        var (iterations, valueSum) = (shards.Sum(shard => shard.Iterations), shards.Sum(shard => shard.ValueSum));
        var (low, high) = (shards.Max(shard => shard.Low), shards.Min(shard => shard.High));
        var root = new ShardReport(
            iterations,
            options.Backup == Backup.Max ? Within(valueSum, iterations, low, high) : valueSum,
            low,
            high,
            [.. actions.Values],
            shards.Sum(shard => shard.Nodes),
            shards.Max(shard => shard.Depth),
            shards.Sum(shard => shard.BytesReserved),
            shards.Count == 1 ? shards[0].TreeHash : Hash(shards),
            withLine?.Line ?? [],
            withLine?.LineValue) { Reused = shards.Sum(shard => shard.Reused) };
        var best = Choice.Best(root, options);
        if (withLine is null)
            root = root with { Line = shards.FirstOrDefault(shard => shard.Line.Count > 0 && shard.Line[0] == best)?.Line ?? [] };
        return new(root, best, causes.Max(), [.. shards.Select(shard => shard.Iterations)]);
    }

    private static RootAction Add(RootAction a, RootAction b) => new(
        a.Index, a.Visits + b.Visits, a.ValueSum + b.ValueSum, Math.Max(a.Low, b.Low), Math.Min(a.High, b.High), Math.Max(a.Children, b.Children));

    // Each shard's value lies between its own bounds; their mean must lie between those that all shards have proven together.
    private static double Within(double sum, int count, double low, double high) =>
        count == 0 ? sum : count * Math.Clamp(sum / count, Math.Min(low, high), Math.Max(low, high));

    private static string Hash(IReadOnlyList<ShardReport> shards) =>
        Convert.ToHexStringLower(SHA256.HashData([.. shards.SelectMany(shard => Convert.FromHexString(shard.TreeHash))]));
}
