using System.Text.Json.Nodes;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>
/// Many requests that nobody in his right mind sends. Whatever comes, every answer is well-formed HTTP and no fault of the server, nothing reaches the Orchestrator that the client did not
/// ask for, and nothing stays behind. A failure names its seed and holds what was sent.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Quick = 1_200;
    private const int Full = 110_000;
    private const int Batch = 1_000;
    private const long GrowthBytes = 48 * 1024 * 1024;

    [Fact]
    public Task AFewThousandRawRequestsDoNoHarm() => RawAsync(Quick);

    [FullFact]
    public Task AHundredThousandRawRequestsDoNoHarm() => RawAsync(Full);

    [Fact]
    public Task AFewThousandRequestsByTheDocumentDoNoHarm() => ByDocumentAsync(Quick / 4);

    [FullFact]
    public Task AHundredThousandRequestsByTheDocumentDoNoHarm() => ByDocumentAsync(Full / 5);

    private async Task RawAsync(int count)
    {
        await using var pair = await Pair.StartAsync();
        var cases = new RawCases(TestGateway.Key);
        await RunAsync(pair, new FuzzRun(pair.Gateway.Address, cases.Next), count);
    }

    private async Task ByDocumentAsync(int count)
    {
        await using var pair = await Pair.StartAsync();
        var document = JsonNode.Parse(await pair.Gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)))!;
        var cases = new ApiCases(document, TestGateway.Key, path => !path.StartsWith("/admin", StringComparison.Ordinal));
        cases.Operations.ShouldBeGreaterThan(15);
        var run = new FuzzRun(pair.Gateway.Address, cases.Next);
        await RunAsync(pair, run, count);
        // The generator is worth its name.
        run.Statuses.GetValueOrDefault(200).ShouldBeGreaterThan(run.Answers / 5);
        run.Statuses.GetValueOrDefault(400).ShouldBeGreaterThan(run.Answers / 10);
    }

    private async Task RunAsync(Pair pair, FuzzRun run, int count)
    {
        var before = 0L;
        for (var sent = 0; sent < count; sent += Batch)
        {
            await run.SendAsync(sent, Math.Min(Batch, count - sent));
            pair.Hidden.ShouldBe(0, "a request hidden inside of another one came through");
            pair.Seen.ShouldBeLessThanOrEqualTo(run.Allowed, "more came through than was asked for");
            pair.Clear();
            // After what is made once is made.
            if (sent == 0)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(GrowthBytes);
        (await pair.Gateway.Client.GetAsync(new Uri("/health", UriKind.Relative))).EnsureSuccessStatusCode();
        output.WriteLine($"{run.Answers} answers: {string.Join(", ", run.Statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} × {status.Value}"))}; {pair.Seen} of at most {run.Allowed} came through");
    }

    /// <summary>A Gateway, and an Orchestrator that counts and forgets.</summary>
    private sealed class Pair(Upstream upstream, TestGateway gateway) : IAsyncDisposable
    {
        private int _seen;
        private int _hidden;

        public TestGateway Gateway { get; } = gateway;

        public int Seen => _seen;

        public int Hidden => _hidden;

        public static async Task<Pair> StartAsync()
        {
            Pair? pair = null;
            var upstream = await Upstream.StartAsync(context => pair!.AnswerAsync(context));
            var gateway = await TestGateway.StartAsync(upstream);
            return pair = new Pair(upstream, gateway);
        }

        public void Clear()
        {
            upstream.Received.Clear();
            Gateway.Logs.Lines.Clear();
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await upstream.DisposeAsync();
        }

        private Task AnswerAsync(HttpContext context)
        {
            context.Response.ContentType = "application/json";
            // The Gateway itself asks.
            if (context.Request.Path == "/ready")
                return context.Response.WriteAsync("""{"ready":true,"checks":{"llm_gateway":true},"backends":{}}""");
            Interlocked.Increment(ref _seen);
            var target = context.Request.Path + context.Request.QueryString.Value;
            if (target.Contains(RawCases.Hidden, StringComparison.Ordinal) || context.Request.Headers["X-Client-Id"] != "client_0")
                Interlocked.Increment(ref _hidden);
            return context.Response.WriteAsync("{}");
        }
    }
}
