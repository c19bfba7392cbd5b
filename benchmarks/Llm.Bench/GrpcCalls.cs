using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Llm.Bench;

/// <summary>Calls LlmGateway over gRPC, an empty method of the same service, and the upstream itself, in turn.</summary>
internal static class GrpcCalls
{
    private const int InFlight = 32;
    private const int Rounds = 10;
    private static readonly byte[] Body = """{"model":"static-1","messages":[{"role":"user","content":"How thick are the rings of Saturn?"}],"temperature":0.7}"""u8.ToArray();

    public static async Task<int> RunAsync(Uri service, Uri upstream, TimeSpan duration)
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<LanguageModel.LanguageModelClient>(options => options.Address = service);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<LanguageModel.LanguageModelClient>();
        using var http = new HttpClient { BaseAddress = upstream };
        var request = new CompleteRequest
        {
            Messages = { new ChatMessage { Role = "user", Content = "How thick are the rings of Saturn?" } },
            Generation = new Generation { Temperature = 0.7 },
        };
        // Deterministic, so that all but the first are answered from the cache.
        var repeated = new CompleteRequest(request) { Generation = new Generation { Temperature = 0 } };
        Func<Task> hit = async () => await client.CompleteAsync(repeated);
        Func<Task> complete = async () => await client.CompleteAsync(request);
        Func<Task> empty = async () => await client.GetProviderAsync(new GetProviderRequest());
        Func<Task> post = async () =>
        {
            using var content = new ByteArrayContent(Body);
            using var response = (await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content)).EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync();
        };

        await ConcurrentAsync(complete, TimeSpan.FromSeconds(5));
        foreach (var way in new[] { empty, post, hit })
            await ConcurrentAsync(way, TimeSpan.FromSeconds(1));

        // Alternating, so that what else the machine does falls on all of them.
        if (!(await client.CompleteAsync(repeated)).Origin.Cached)
            throw new InvalidOperationException("The cache does not answer a repeated request.");
        var (completes, empties, posts, hits) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            completes.AddRange(await SequentialAsync(complete, duration / Rounds));
            empties.AddRange(await SequentialAsync(empty, duration / Rounds));
            posts.AddRange(await SequentialAsync(post, duration / Rounds));
            hits.AddRange(await SequentialAsync(hit, duration / Rounds));
        }

        Print("complete_p50_ms", Median(completes));
        Print("empty_p50_ms", Median(empties));
        Print("upstream_p50_ms", Median(posts));
        Print("added_ms", Median(completes) - Median(empties) - Median(posts));
        Print("hit_ms", Median(hits) - Median(empties));
        Print("completes_per_second_32", await ConcurrentAsync(complete, duration));
        return 0;
    }

    private static async Task<List<double>> SequentialAsync(Func<Task> action, TimeSpan duration)
    {
        var times = new List<double>();
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() is var start && start < end)
        {
            await action();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<double> ConcurrentAsync(Func<Task> action, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var counts = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetTimestamp() < end; count++)
                await action();
            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.####}"));
}
