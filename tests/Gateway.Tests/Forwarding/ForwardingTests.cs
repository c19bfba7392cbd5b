using System.Net;
using System.Text;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

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
    [InlineData("HEAD", "/documents/a_b-1")]
    [InlineData("HEAD", "/v1/models")]
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

    [Fact]
    public async Task AnOrchestratorThatIsDownIsUnavailableUntilItIsBack()
    {
        var port = FreePort.Next();
        await using var gateway = await TestGateway.StartAsync(new Uri($"http://127.0.0.1:{port}"));

        using (var response = await gateway.PostAsync("/query", """{"query":"a"}"""))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("SERVICE_UNAVAILABLE");
        }

        await using var upstream = await Upstream.StartAsync(port: port);
        using var again = await gateway.PostAsync("/query", """{"query":"a"}""");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnOrchestratorThatDiesBeforeItAnswersIsUnavailable()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task AnAnswerThatBreaksOffIsSeenToBreakOff()
    {
        var isRead = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await isRead.Task;
            context.Abort();
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query/stream") { Content = new StringContent("""{"query":"a"}""", Encoding.UTF8, "application/json") };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe("data: 1");

        isRead.SetResult();

        await Should.ThrowAsync<IOException>(async () => await reader.ReadToEndAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task AnErrorOfTheOrchestratorComesOutAsItIs()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "30";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"error":true,"error_code":"BUDGET_EXHAUSTED","message":"The run's budget is spent.","timestamp":"2025-01-31T10:00:00.000000Z"}""");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        ((int)response.StatusCode).ShouldBe(429);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("BUDGET_EXHAUSTED");
        error.Message.ShouldBe("The run's budget is spent.");
    }

    [Theory]
    [InlineData(500, "text/html", "<h1>System.NullReferenceException at Orchestrator.Run()</h1>", "INTERNAL_ERROR")]
    [InlineData(500, "application/json", """{"exception":"System.NullReferenceException at Orchestrator.Run()"}""", "INTERNAL_ERROR")]
    [InlineData(502, "application/json", "not json: System.NullReferenceException", "SERVICE_UNAVAILABLE")]
    [InlineData(404, null, "", "NOT_FOUND")]
    [InlineData(400, "text/plain", "System.NullReferenceException", "VALIDATION_ERROR")]
    public async Task AnErrorInAnotherFormIsMadeOneOfOurs(int status, string? contentType, string body, string code)
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(body);
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("NullReference");
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task OnlyHeadersThatHaveAUseGoInAndNoInternalOnesComeOut()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers.Server = "secret-server";
            context.Response.Headers["X-Powered-By"] = "secret";
            context.Response.Headers["X-Client-Id"] = "client_0";
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        foreach (var name in (string[])["X-Forwarded-For", "X-Original-URL", "Forwarded", "X-Anything"])
            gateway.Client.DefaultRequestHeaders.Add(name, "outside");
        gateway.Client.DefaultRequestHeaders.Add("Accept", "application/json");

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        upstream.Single.Headers.Values.ShouldNotContain("outside");
        upstream.Single.Headers["Accept"].ShouldBe("application/json");
        upstream.Single.Headers["Host"].ShouldBe(upstream.Address.Authority);
        foreach (var name in (string[])["Server", "X-Powered-By", "X-Client-Id", "Set-Cookie"])
            response.Headers.Contains(name).ShouldBeFalse(name);
    }

    [Theory]
    [InlineData("outside-id-1", true)]
    [InlineData("~!@#$%^&*()", true)]
    [InlineData("has space", false)]
    [InlineData("", false)]
    [InlineData("tab\tinside", false)]
    public async Task AValidRequestIdIsKeptAndAnyOtherReplaced(string id, bool isKept)
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers["X-Request-ID"] = "the-orchestrators-own";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-ID", id);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        var answered = response.Headers.GetValues("X-Request-ID").ShouldHaveSingleItem();
        upstream.Single.Headers["X-Request-ID"].ShouldBe(answered);
        (answered == id).ShouldBe(isKept);
        answered.ShouldNotBe("the-orchestrators-own");
    }

    [Fact]
    public async Task ATraceFromOutsideGoesOn()
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        upstream.Single.Headers["traceparent"].ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        upstream.Single.Headers["traceparent"].ShouldNotContain("b7ad6b7169203331");
    }
}
