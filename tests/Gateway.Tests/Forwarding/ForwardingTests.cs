using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>What goes on to the Orchestrator, and comes back, as it is.</summary>
public sealed class ForwardingTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("/query", """{ "query" : "W\u0068y? 😀" , "use_mcts":false}""")]
    [InlineData("/query/stream", """{"query":"Why?"}""")]
    [InlineData("/agents/hrm", """{"query":"Why?","temperature":0.5}""")]
    [InlineData("/agents/trm", """{"query":"Why?","max_tokens":10}""")]
    [InlineData("/agents/mcts", """{"query":"Why?","mcts_iterations":5}""")]
    [InlineData("/agents/auto", """{"query":"Why?","mcts_iterations":5}""")]
    [InlineData("/search", """{"query":"Why?","preset":"fast","exploration_weight":1}""")]
    [InlineData("/search", """{"domain":"bandit","problem":{ "arms" : [1e-1] },"iterations":10000000,"root_noise":{"alpha":0.3,"fraction":0.25}}""")]
    [InlineData("/search/stream", """{"domain":"tic_tac_toe"}""")]
    public async Task ABodyThatWasCheckedGoesOnByteForByte(string path, string json)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync(path, json);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Method.ShouldBe("POST");
        upstream.Single.Target.ShouldBe(path);
        upstream.Single.Text.ShouldBe(json);
        upstream.Single.Headers["Content-Type"].ShouldBe("application/json");
        upstream.Single.Headers["Content-Length"].ShouldBe(Encoding.UTF8.GetByteCount(json).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("GET", "/documents?limit=5&after=b%20c")]
    [InlineData("GET", "/documents/a_b-1")]
    [InlineData("DELETE", "/documents/a_b-1")]
    [InlineData("GET", "/runs/0123abcd")]
    [InlineData("GET", "/artifacts?limit=2")]
    [InlineData("GET", "/artifacts/20250131_search_0123456789ab")]
    [InlineData("POST", "/artifacts/20250131_search_0123456789ab/verify")]
    [InlineData("POST", "/search/search_0123abcd/stop")]
    [InlineData("GET", "/domains")]
    [InlineData("GET", "/budget?thread_id=t")]
    public async Task ARequestWithoutABodyGoesOnWithItsAddress(string method, string target)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var request = new HttpRequestMessage(new HttpMethod(method), target);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Method.ShouldBe(method);
        upstream.Single.Target.ShouldBe(target);
    }

    [Theory]
    [InlineData("/documents/a_b-1")]
    [InlineData("/v1/models")]
    public async Task AHeadAsksTheOrchestratorWhatGetDoes(string target)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var request = new HttpRequestMessage(HttpMethod.Head, target);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Method.ShouldBe("GET");
        upstream.Single.Target.ShouldBe(target);
    }

    [Fact]
    public async Task AProblemMayBeLargerThanOtherBodies()
    {
        var (gateway, upstream) = fixture.Fresh();

        using var large = await gateway.PostAsync("/search", $$$"""{"domain":"bandit","problem":{"x":"{{{new string('a', 7 * 1024 * 1024)}}}"}}""");
        var tooLarge = await gateway.SendRawAsync(
            $"POST /search HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: 8388609\r\nConnection: close\r\n\r\n{{");

        large.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Received.Count.ShouldBe(1);
        tooLarge.ShouldStartWith("HTTP/1.1 413");
        tooLarge.ShouldContain("body: must have at most 8388608 bytes.");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task ABodyOfNoTypeGetsNone(string method)
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync($"{method} /documents/a HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        response.ShouldStartWith("HTTP/1.1 200");
        upstream.Single.Headers.Keys.ShouldNotContain("Content-Type");
    }

    [Fact]
    public async Task AChunkedBodyGoesOnWithItsLength()
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync(
            $"POST /query HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" +
            "8\r\n{\"query\"\r\n5\r\n:\"a\"}\r\n0\r\n\r\n");

        response.ShouldStartWith("HTTP/1.1 200");
        upstream.Single.Text.ShouldBe("""{"query":"a"}""");
    }

    [Fact]
    public async Task EventsPassThroughAsTheyCome()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var number = 1; number <= 3; number++)
            {
                await context.Response.WriteAsync($"event: node_started\ndata: {number}\n\n");
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query/stream") { Content = new StringContent("""{"query":"a"}""", Encoding.UTF8, "application/json") };

        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        for (var number = 1; number <= 3; number++)
        {
            // The next event is sent only when this one has arrived.
            (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe("event: node_started");
            (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe($"data: {number}");
            (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBeEmpty();
            next.Release();
        }

        (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBeNull();
    }

    [Fact]
    public async Task AClientThatLeavesTakesItsRequestAlong()
    {
        var arrived = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            arrived.SetResult();
            await cancelled.Task;
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var leaving = new CancellationTokenSource();
        var request = gateway.Client.PostAsync("/query", new StringContent("""{"query":"a"}""", Encoding.UTF8, "application/json"), leaving.Token);
        await arrived.Task.WaitAsync(Patience);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => request);
        await cancelled.Task.WaitAsync(Patience);
    }
}
