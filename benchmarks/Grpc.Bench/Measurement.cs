using System.Diagnostics;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Protos;
using Microsoft.Extensions.DependencyInjection;
using static MctsAspire.Benchmarks.Timing;

namespace MctsAspire.Grpc.Bench;

/// <summary>Measures unary calls and a stream, each beside a plain HTTP/2 POST of the same bytes over the same kind of connection.</summary>
internal static class Measurement
{
    private const int StreamLength = 50_000;

    public static async Task<int> RunAsync(Uri address, int seconds)
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Echo.EchoClient>(options => options.Address = address);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<Echo.EchoClient>();
        using var http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var request = new EchoRequest { Text = new string('x', 64), Payload = ByteString.CopyFrom(new byte[64]) };
        var body = request.ToByteArray();
        Func<Task> call = async () => await client.UnaryAsync(request);
        Func<Task> post = () => PostAsync(http, body);

        var duration = TimeSpan.FromSeconds(seconds);
        await WarmUpAsync(call);
        await WarmUpAsync(post);
        // Alternating, so that what else the machine does falls on both.
        var (calls, posts) = (new List<double>(), new List<double>());
        for (var round = 0; round < 4; round++)
        {
            calls.AddRange(await SequentialAsync(call, duration / 4));
            posts.AddRange(await SequentialAsync(post, duration / 4));
        }

        var (callRate, postRate) = (0.0, 0.0);
        for (var round = 0; round < 4; round++)
        {
            callRate = Math.Max(callRate, await ConcurrentAsync(call, duration / 4));
            postRate = Math.Max(postRate, await ConcurrentAsync(post, duration / 4));
        }

        Print("unary_p50_ms", Percentile(calls, 0.50));
        Print("unary_p99_ms", Percentile(calls, 0.99));
        Print("http_post_p50_ms", Percentile(posts, 0.50));
        Print("unary_to_http_post_p50_ratio", Percentile(calls, 0.50) / Percentile(posts, 0.50));
        Print("unary_calls_per_second_32", callRate);
        Print("http_posts_per_second_32", postRate);
        Print("unary_to_http_post_rate_ratio", callRate / postRate);
        Print("stream_messages_per_second", await StreamAsync(client, request));
        var large = new EchoRequest { Payload = ByteString.CopyFrom(new byte[3 * 1024 * 1024]) };
        var largeBody = large.ToByteArray();
        Print("unary_3mib_p50_ms", Percentile(await SequentialAsync(async () => await client.UnaryAsync(large), duration / 4), 0.5));
        Print("http_post_3mib_p50_ms", Percentile(await SequentialAsync(() => PostAsync(http, largeBody), duration / 4), 0.5));
        Print("unary_client_bytes_per_call", await AllocatedAsync(call));
        Print("http_post_client_bytes_per_call", await AllocatedAsync(post));
        return 0;
    }

    private static async Task PostAsync(HttpClient http, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await http.PostAsync(new Uri("/raw", UriKind.Relative), content);
        await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task WarmUpAsync(Func<Task> action)
    {
        for (var i = 0; i < 5_000; i++)
            await action();
        await ConcurrentAsync(action, TimeSpan.FromSeconds(1));
    }

    private static async Task<double> StreamAsync(Echo.EchoClient client, EchoRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        using var call = client.Expand(new EchoRequest(request) { Count = StreamLength });
        var count = 0;
        await foreach (var _ in call.ResponseStream.ReadAllAsync())
            count++;
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> AllocatedAsync(Func<Task> action)
    {
        const int Count = 2_000;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Count; i++)
            await action();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Count;
    }

    private static void Print(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:0.###}"));
}
