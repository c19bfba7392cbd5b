using System.Diagnostics;
using Google.Protobuf;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Search.Bench;

/// <summary>What a search costs more when it is asked for over gRPC: the same search, with the same shards and one worker, here and in the service.</summary>
internal static class GrpcCost
{
    private const int WarmUpRuns = 40;

    public static async Task<int> PrintAsync(string domain, int iterations, int runs)
    {
        var problem = Problems.Find(domain);
        using var service = await ServiceProcess.StartAsync();
        for (var run = 0; run < WarmUpRuns; run++)
            await CompareAsync(service, problem, domain, iterations, run);

        // One right after the other, so that both have the same machine.
        var (here, there) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var (one, other) = await CompareAsync(service, problem, domain, iterations, run);
            here.Add(one);
            there.Add(other);
        }

        here.Sort();
        there.Sort();
        Console.WriteLine(FormattableString.Invariant($"{100 * ((there[runs / 2] / here[runs / 2]) - 1):F1} {here[runs / 2]:F2} {there[runs / 2]:F2}"));
        return 0;
    }

    private static async Task<(double Here, double There)> CompareAsync(ServiceProcess service, IProblem problem, string domain, int iterations, long seed)
    {
        var options = Problems.Options(iterations, seed);
        options = options with { Shards = ShardRule.Count(iterations) };
        var from = Stopwatch.GetTimestamp();
        var report = new ShardedSearch(problem, options).Run();
        var here = Stopwatch.GetElapsedTime(from).TotalMilliseconds;

        var request = new SearchRequest
        {
            Domain = new DomainProblem { Name = domain, Json = ByteString.CopyFromUtf8("{}") },
            Iterations = iterations,
            Seed = seed,
            ExplorationWeight = options.ExplorationWeight,
            Solver = false,
        };
        from = Stopwatch.GetTimestamp();
        var response = await service.Client.SearchAsync(request);
        var there = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        return response.Statistics.TreeHash == report.Root.TreeHash
            ? (here, there)
            : throw new InvalidOperationException("The service has built another tree.");
    }
}
