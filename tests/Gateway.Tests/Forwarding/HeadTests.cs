using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>What a HEAD is answered with, beside what GET is (RFC 9110, section 9.3.2).</summary>
public sealed class HeadTests(HeadTests.Pair pair) : IClassFixture<HeadTests.Pair>
{
    // Those of the moment, and the one that stands for a body whose length is not known beforehand.
    private static readonly string[] Apart = ["Date", "X-Request-ID", "RateLimit", "RateLimit-Remaining", "RateLimit-Reset", "Transfer-Encoding"];

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health", 200)]
    [InlineData("/openapi.json", 200)]
    [InlineData("/stats", 200)]
    [InlineData("/domains", 200)]
    [InlineData("/documents", 200)]
    [InlineData("/documents/large", 200)]
    [InlineData("/documents/chunked", 200)]
    [InlineData("/documents/nowhere", 404)]
    [InlineData("/documents/%20", 400)]
    [InlineData("/runs/spent", 429)]
    [InlineData("/runs/broken", 500)]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/models/auto", 404)]
    [InlineData("/v1/models/none", 404)]
    [InlineData("/no/route", 404)]
    public async Task TheHeadersAreThoseOfGet(string target, int status)
    {
        var get = await SendAsync("GET", target);
        var head = await SendAsync("HEAD", target);

        get.Status.ShouldBe(status);
        head.Status.ShouldBe(status);
        head.Body.ShouldBeEmpty();
        get.Body.ShouldNotBeEmpty();
        foreach (var (name, value) in get.Headers.Where(header => !Apart.Contains(header.Name)))
            head.Headers.ShouldContain((name, value));
        head.Headers.Where(header => header.Name != "Content-Length" && !Apart.Contains(header.Name)).ShouldBeSubsetOf(get.Headers);
    }

    [Fact]
    public async Task AnErrorIsCountedUnderItsOwnCode()
    {
        var before = await CountAsync();

        await SendAsync("HEAD", "/runs/spent");

        (await CountAsync()).ShouldBe(before + 1);

        async Task<double> CountAsync() => (await pair.Gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(line => line.StartsWith("mcts_errors_total{error_type=\"budget_exhausted\"} ", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.ETag = "\"1\"";
        var (status, code) = context.Request.Path.Value switch
        {
            "/documents/nowhere" => (404, "NOT_FOUND"),
            "/v1/models/auto" => (404, ""),
            // Its status alone would make another code of it.
            "/runs/spent" => (429, "BUDGET_EXHAUSTED"),
            "/runs/broken" => (500, ""),
            _ => (200, ""),
        };
        context.Response.StatusCode = status;
        if (code.Length > 0)
            return context.Response.WriteAsync($$"""{"error":true,"error_code":"{{code}}","message":"id: there is none that goes by this name.","timestamp":"2025-01-31T10:00:00.000000Z"}""");
        var body = new string(' ', context.Request.Path.Value == "/documents/large" ? 3_000_000 : 100);
        if (context.Request.Path.Value != "/documents/chunked")
            context.Response.ContentLength = body.Length;
        return context.Response.WriteAsync(body);
    }

    private async Task<(int Status, (string Name, string Value)[] Headers, string Body)> SendAsync(string method, string target)
    {
        var answer = await pair.Gateway.SendRawAsync($"{method} {target} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nConnection: close\r\n\r\n");
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        end.ShouldBeGreaterThan(0, answer);
        var lines = answer[..end].Split("\r\n");
        var headers = lines[1..].Select(line => line.Split(": ", 2)).Select(parts => (parts[0], parts[1])).ToArray();
        return (int.Parse(lines[0].AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), headers, answer[(end + 4)..]);
    }

    /// <summary>A Gateway before an Orchestrator that fails in several ways.</summary>
    public sealed class Pair : IAsyncLifetime
    {
        private Upstream _upstream = null!;

        internal TestGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _upstream = await Upstream.StartAsync(AnswerAsync);
            Gateway = await TestGateway.StartAsync(_upstream);
        }

        public async Task DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _upstream.DisposeAsync();
        }
    }
}
