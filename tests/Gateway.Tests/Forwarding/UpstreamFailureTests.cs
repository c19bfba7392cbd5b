using System.Net;
using System.Net.Sockets;
using System.Text;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>What a client sees when the Orchestrator fails, is silent or leaves.</summary>
public sealed class UpstreamFailureTests
{
    private const string Query = """{"query":"a"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AnOrchestratorThatIsDownIsUnavailableUntilItIsBack()
    {
        var port = FreePort.Next();
        await using var gateway = await TestGateway.StartAsync(new Uri($"http://127.0.0.1:{port}"));

        using (var response = await gateway.PostAsync("/query", Query))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
            (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("SERVICE_UNAVAILABLE");
        }

        await using var upstream = await Upstream.StartAsync(port: port);
        using var again = await gateway.PostAsync("/query", Query);
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

        using var response = await gateway.PostAsync("/query", Query);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("SERVICE_UNAVAILABLE");
    }

    [Fact]
    public async Task AnOrchestratorThatIsSilentForTooLongIsATimeOut()
    {
        await using var upstream = await Upstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:WorkTimeoutSeconds", "0.2"), ("Forwarding:LookupTimeoutSeconds", "0.1"));

        using var work = await gateway.PostAsync("/query", Query);
        using var lookup = await gateway.Client.GetAsync(new Uri("/domains", UriKind.Relative));

        work.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        lookup.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await TestGateway.ErrorOfAsync(work)).ErrorCode.ShouldBe("TIMEOUT");
    }

    [Fact]
    public async Task AStreamThatFallsSilentEndsWithAnEventThatSaysSo()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: node_started\ndata: 1\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:EventTimeoutSeconds", "2"), ("Forwarding:WorkTimeoutSeconds", "1"));

        using var response = await gateway.PostAsync("/query/stream", Query);

        var events = await response.Content.ReadAsStringAsync();
        events.ShouldStartWith("event: node_started\ndata: 1\n\nevent: error\ndata: {");
        events.ShouldContain("\"error_code\":\"TIMEOUT\"");
    }

    [Fact]
    public async Task AStreamThatNobodyTakesAnythingOfIsBrokenOff()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            try
            {
                // More than all buffers on the way hold.
                while (true)
                    await context.Response.WriteAsync($"data: {new string('a', 100_000)}\n\n", context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                ended.SetResult();
            }
        });
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:EventTimeoutSeconds", "1"));
        using var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /query/stream HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: {Query.Length}\r\n\r\n{Query}"));

        await ended.Task.WaitAsync(Patience);
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

        using var response = await gateway.PostAsync("/query", Query);

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

        using var response = await gateway.PostAsync("/query", Query);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("NullReference");
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe(code);
    }
}
