using System.Globalization;
using System.Text;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Gateway.Tests.Audit;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Answers that had begun when the Orchestrator died or fell silent: what the client, the log, the metrics and the audit log have of them.</summary>
public sealed class BrokenAnswerTests : IDisposable
{
    private const string Event = "event: node_started\ndata: 1\n\n";
    private const string Query = """{"query":"a"}""";
    private const string Chat = """{"model":"mcts","messages":[{"role":"user","content":"a"}],"stream":true}""";

    // Released when the client has read how an answer begins: what the Orchestrator wrote has left it then, as with a process that is killed later.
    private readonly SemaphoreSlim _isRead = new(0);

    [Theory]
    [InlineData("/query/stream", Query, "event: error\ndata: {\"error\":true,\"error_code\":\"SERVICE_UNAVAILABLE\"")]
    [InlineData("/v1/chat/completions", Chat, "data: {\"error\":{\"message\":\"The orchestrator service broke off its answer; ask again.\"")]
    public async Task AStreamThatIsBrokenOffEndsWithAnEventThatSaysSo(string path, string body, string expected)
    {
        await using var upstream = await BreakingAsync("text/event-stream", Event);
        await using var gateway = await TestGateway.StartAsync(upstream);

        var rest = await ReadAsync(gateway, path, body, Event);

        rest.ShouldStartWith(expected);
        rest.EndsWith("data: [ERROR]\n\n", StringComparison.Ordinal).ShouldBe(path.StartsWith("/v1", StringComparison.Ordinal));
        await ShouldBeKnownAsync(gateway, path, "SERVICE_UNAVAILABLE");
    }

    [Theory]
    [InlineData("/query/stream", "text/event-stream", "event: final\ndata: {\"response\":")]
    [InlineData("/query", "application/json", "{\"response\":")]
    public async Task AnAnswerThatIsBrokenOffInTheMiddleIsSeenToBreakOff(string path, string type, string half)
    {
        await using var upstream = await BreakingAsync(type, half);
        await using var gateway = await TestGateway.StartAsync(upstream);

        await Should.ThrowAsync<IOException>(() => ReadAsync(gateway, path, Query, half));

        await ShouldBeKnownAsync(gateway, path, "SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task AStreamThatFellSilentIsAFailureForWhoeverLooksAfterTheGateway()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:EventTimeoutSeconds", "0.5"));

        using var response = await gateway.PostAsync("/query/stream", Query);

        (await response.Content.ReadAsStringAsync()).ShouldContain("\"error_code\":\"TIMEOUT\"");
        await ShouldBeKnownAsync(gateway, "/query/stream", "TIMEOUT");
    }

    [Fact]
    public async Task AnOrchestratorThatBreaksOffOneStreamAfterAnotherIsTakenForOneThatFails()
    {
        await using var upstream = await BreakingAsync("text/event-stream", Event);
        await using var gateway = await TestGateway.StartAsync(upstream);
        var destination = gateway.Services.GetRequiredService<Destinations>().All.Single();

        for (var number = 0; number < 3; number++)
        {
            destination.Serves.ShouldBeTrue();
            await ReadAsync(gateway, "/query/stream", Query, Event);
        }

        await Eventually.HoldsAsync(() => Task.FromResult(!destination.Serves));
    }

    [Fact]
    public async Task AStreamInWhichTwoLineFeedsComeApartIsStillBetweenTwoEvents()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n");
            await _isRead.WaitAsync();
            await context.Response.WriteAsync("\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:EventTimeoutSeconds", "1"));

        (await ReadAsync(gateway, "/query/stream", Query, "data: 1\n")).ShouldStartWith("\nevent: error\n");
    }

    public void Dispose() => _isRead.Dispose();

    private static async Task ShouldBeKnownAsync(TestGateway gateway, string path, string code)
    {
        var line = await new AuditLog(gateway.DataFolder).RequestAsync(line => line.GetProperty("route").GetString() == path);
        line.GetProperty("status").GetInt32().ShouldBe(200);
        line.GetProperty("error").GetString().ShouldBe(code);
        line.GetProperty("broke_off").GetBoolean().ShouldBeTrue();
        var counted = string.Create(CultureInfo.InvariantCulture, $"mcts_errors_total{{error_type=\"{code.ToLowerInvariant()}\"}} 1\n");
        // The one who measures and logs stands around the one who writes the audit log.
        await Eventually.HoldsAsync(
            async () => gateway.Logs.Lines.Any(line => line.StartsWith("Warning ", StringComparison.Ordinal) && line.Contains($"POST {path} answered 200 and broke off with {code}", StringComparison.Ordinal))
                && (await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Contains(counted, StringComparison.Ordinal),
            () => string.Join('\n', gateway.Logs.Lines));
    }

    /// <summary>Reads how an answer begins, lets it go on, and gives the rest.</summary>
    private async Task<string> ReadAsync(TestGateway gateway, string path, string body, string begin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = new char[begin.Length];
        (await reader.ReadBlockAsync(first)).ShouldBe(begin.Length);
        new string(first).ShouldBe(begin);
        _isRead.Release();
        return await reader.ReadToEndAsync();
    }

    private Task<Upstream> BreakingAsync(string type, string begin) => Upstream.StartAsync(async context =>
    {
        context.Response.ContentType = type;
        await context.Response.WriteAsync(begin);
        await context.Response.Body.FlushAsync();
        await _isRead.WaitAsync();
        context.Abort();
    });
}
