using System.Globalization;
using Grpc.Core;
using MctsAspire.Protos.Llm;
using Microsoft.Extensions.DependencyInjection;
using static MctsAspire.Benchmarks.Timing;

namespace MctsAspire.Llm.Bench;

/// <summary>Calls LlmGateway over gRPC, an empty method of the same service, and the upstream itself, in turn.</summary>
internal static class GrpcCalls
{
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

        if (!(await client.CompleteAsync(repeated)).Origin.Cached)
            throw new InvalidOperationException("The cache does not answer a repeated request.");

        // Alternating, so that what else the machine does falls on all of them.
        var (completes, empties, posts, hits) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            completes.AddRange(await SequentialAsync(complete, duration / Rounds));
            empties.AddRange(await SequentialAsync(empty, duration / Rounds));
            posts.AddRange(await SequentialAsync(post, duration / Rounds));
            hits.AddRange(await SequentialAsync(hit, duration / Rounds));
        }

        Print("complete_p50_ms", Percentile(completes, 0.5));
        Print("empty_p50_ms", Percentile(empties, 0.5));
        Print("upstream_p50_ms", Percentile(posts, 0.5));
        Print("added_ms", Percentile(completes, 0.5) - Percentile(empties, 0.5) - Percentile(posts, 0.5));
        Print("hit_ms", Percentile(hits, 0.5) - Percentile(empties, 0.5));
        Print("completes_per_second_32", await ConcurrentAsync(complete, duration));
        return 0;
    }

    private static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.####}"));
}
