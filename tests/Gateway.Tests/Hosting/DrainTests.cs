using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Hosting;

/// <summary>The Gateway as a process of its own that is told to stop while it is busy.</summary>
public sealed class DrainTests
{
    private const int Requests = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RequestsAndAStreamOnTheirWayComeToTheirEnds()
    {
        var arrived = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            var isStream = context.Request.Path == "/query/stream";
            if (isStream)
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("event: node_started\ndata: {}\n\n");
            }

            arrived.Release();
            await release.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(isStream ? "event: final\ndata: {}\n\n" : """{"response":"whole"}""");
        });
        await using var process = Start(upstream, ("Server__DrainSeconds", "60"));
        var address = await ListeningAsync(process);
        using var client = ClientOf(address);
        var answers = Enumerable.Range(0, Requests).Select(_ => client.PostAsync("/query", Query())).ToList();
        using var stream = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/query/stream") { Content = Query() }, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        for (var i = 0; i < Requests + 1; i++)
            (await arrived.WaitAsync(Patience)).ShouldBeTrue();

        process.Signal("TERM");
        // From now on it takes no connection.
        await Eventually.HoldsAsync(async () =>
        {
            using var late = new TcpClient();
            try
            {
                await late.ConnectAsync(address.Host, address.Port);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        });
        process.HasExited.ShouldBeFalse();
        release.SetResult();

        foreach (var answer in answers)
        {
            using var response = await answer.WaitAsync(Patience);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"response":"whole"}""");
        }

        (await stream.Content.ReadAsStringAsync().WaitAsync(Patience)).ShouldEndWith("event: final\ndata: {}\n\n");
        (await process.WaitForExitAsync(Patience)).ShouldBe(0);
        upstream.Received.Count.ShouldBe(Requests + 1);
    }

    [Fact]
    public async Task WhatIsNotFinishedInTimeIsToldSo()
    {
        var arrived = new SemaphoreSlim(0);
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            if (context.Request.Path != "/query")
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync("data: {}\n\n");
            }

            arrived.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var process = Start(upstream, ("Server__DrainSeconds", "1"));
        using var client = ClientOf(await ListeningAsync(process));
        var answer = client.PostAsync("/query", Query());
        var stream = client.PostAsync("/query/stream", Query());
        var chat = client.PostAsync("/v1/chat/completions", new StringContent("""{"model":"mcts","messages":[{"role":"user","content":"a"}],"stream":true}""", Encoding.UTF8, "application/json"));
        for (var i = 0; i < 3; i++)
            (await arrived.WaitAsync(Patience)).ShouldBeTrue();

        process.Signal("TERM");

        using var response = await answer.WaitAsync(Patience);
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Headers.ConnectionClose.ShouldBe(true);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldBe("The gateway is stopping; ask again, another one answers.");
        (await (await stream.WaitAsync(Patience)).Content.ReadAsStringAsync()).ShouldStartWith("data: {}\n\nevent: error\ndata: {\"error\":true,\"error_code\":\"SERVICE_UNAVAILABLE\"");
        (await (await chat.WaitAsync(Patience)).Content.ReadAsStringAsync()).ShouldStartWith("data: {}\n\ndata: {\"error\":{\"message\":\"The gateway is stopping");
        (await process.WaitForExitAsync(Patience)).ShouldBe(0);
    }

    [Theory]
    [InlineData("/query", "Content-Length: 900000", "{\"query\":\"a")]
    [InlineData("/query", "Transfer-Encoding: chunked", "5\r\n{\"que\r\n")]
    [InlineData("/documents", "Content-Length: 900000", "{\"title\":\"a")]
    [InlineData("/documents", "Transfer-Encoding: chunked", "5\r\n{\"tit\r\n")]
    public async Task ABodyThatIsStillArrivingWhenTheTimeIsOverIsToldSo(string path, string framing, string begin)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var process = Start(upstream, ("Server__DrainSeconds", "1"));
        var address = await ListeningAsync(process);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n{framing}\r\n\r\n"));
        // Said when the body is asked for.
        (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe("HTTP/1.1 100 Continue");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begin));

        process.Signal("TERM");

        await reader.ReadLineAsync().WaitAsync(Patience);
        (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe("HTTP/1.1 503 Service Unavailable");
        (await process.WaitForExitAsync(Patience)).ShouldBe(0);
        var levels = process.Lines.Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line).GetProperty("level").GetString());
        levels.ShouldNotContain("ERROR");
    }

    [Fact]
    public async Task BeforeItClosesItSaysThatItIsNotReadyAndServesOn()
    {
        await using var upstream = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"ready":true,"checks":{"llm_gateway":true},"backends":{"llm":"embedded"}}"""));
        await using var process = Start(upstream, ("Server__DrainDelaySeconds", "3600"));
        var address = await ListeningAsync(process);
        using var client = ClientOf(address);
        (await client.GetAsync(new Uri("/ready", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        process.Signal("TERM");

        await Eventually.HoldsAsync(async () => (await client.GetAsync(new Uri("/ready", UriKind.Relative))).StatusCode == HttpStatusCode.ServiceUnavailable);
        using var newcomer = ClientOf(address);
        using var response = await newcomer.PostAsync("/query", Query());
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.ConnectionClose.ShouldBe(true);
        (await newcomer.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        process.HasExited.ShouldBeFalse();
    }

    private static StringContent Query() => new("""{"query":"a"}""", Encoding.UTF8, "application/json");

    private static HttpClient ClientOf(Uri address)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-API-Key", TestGateway.Key);
        return client;
    }

    private static ChildProcess Start(Upstream upstream, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["services__orchestrator__http__0"] = upstream.Address.ToString(),
            ["ApiKeys__0__Hash"] = TestGateway.HashOf(TestGateway.Key),
            ["ApiKeys__0__Limits__PerMinute"] = "1000000",
            ["MCTS_DATA_DIR"] = Path.Combine(Path.GetTempPath(), $"mcts-drain-{Guid.NewGuid():N}"),
            ["LLM_PROVIDER"] = "embedded",
            ["DOTNET_ENVIRONMENT"] = "Development",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return ChildProcess.Start("dotnet", [typeof(GatewayExtensions).Assembly.Location], environment, AppContext.BaseDirectory);
    }

    private static async Task<Uri> ListeningAsync(ChildProcess process)
    {
        const string marker = "Now listening on: ";
        var line = await process.WaitForLineAsync(line => line.Contains(marker, StringComparison.Ordinal), Patience);
        var message = JsonElement.Parse(line).GetProperty("message").GetString()!;
        return new Uri(message[(message.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..]);
    }
}
