using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.Search.Bench;

internal static class SearchMemory
{
    public static int Print(string domain, int iterations)
    {
        using var shard = Problems.Find(domain).CreateShard(Problems.Options(iterations, seed: 1), 0, 1);
        var before = GC.CollectionCount(0);
        shard.Run(iterations);
        var collections = GC.CollectionCount(0) - before;
        var report = shard.Report();
        Console.WriteLine(FormattableString.Invariant($"{report.BytesReserved / (double)report.Nodes:F1} {collections}"));
        return 0;
    }
}
