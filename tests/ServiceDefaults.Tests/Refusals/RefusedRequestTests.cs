using System.Globalization;
using System.Text;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Tests.Refusals;

public sealed class RefusedRequestTests : IAsyncLifetime
{
    private TestService _service = null!;

    public static TheoryData<string, int, string> Refused => new()
    {
        { "GET / HTTP/1.1\r\nHost: a\r\nX-API-Key: caf\u00e9\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "GET / HTTP/1.1\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "NONSENSE\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 400, "VALIDATION_ERROR" },
        { $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414, "VALIDATION_ERROR" },
        { $"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {new string('a', 40_000)}\r\n\r\n", 431, "VALIDATION_ERROR" },
        { $"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X-Many: a\r\n", 101))}\r\n", 431, "VALIDATION_ERROR" },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: -0\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000000000000000\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999999\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /fine HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400, "VALIDATION_ERROR" },
        { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "VALIDATION_ERROR" },
        { "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400, "VALIDATION_ERROR" },
    };

    public async Task InitializeAsync() => _service = await TestService.StartAsync(map: app =>
    {
        app.MapGet("/fine", () => Results.Text("fine"));
        app.MapPost("/echo", async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(context.Request.Headers["X-Text"] + await body.ReadToEndAsync());
        });
        app.MapGet("/v1/fine", () => Results.Text("fine"));
    });

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task WhatTheServerRefusesIsAnErrorLikeEveryOther(string request, int status, string code)
    {
        var answer = await SendAsync(request);

        answer.Status.ShouldBe(status);
        answer.Headers.ShouldContain("Content-Type: application/json");
        answer.Headers.ShouldContain("X-Request-ID: ");
        answer.Headers.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n"));
        StrictJson.Parse<ErrorResponse>(Encoding.UTF8.GetBytes(answer.Body)).ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task ARefusalAfterAGoodRequestAnswersBoth()
    {
        var answer = await _service.SendRawAsync("GET /fine HTTP/1.1\r\nHost: a\r\n\r\nGET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 200 OK");
        var second = answer[answer.IndexOf("HTTP/1.1 400", StringComparison.Ordinal)..];
        second.ShouldEndWith("}");
        second.ShouldContain("\"error_code\":\"VALIDATION_ERROR\"");
    }

    [Theory]
    [InlineData("5")]
    [InlineData(" 5\t ")]
    [InlineData("000000000000000000000000000005")]
    public async Task ALengthOfDigitsIsTakenHoweverManyThereAre(string length)
    {
        var answer = await _service.SendRawAsync($"POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Text: \u00c3\u00a9\r\nContent-Length: {length}\r\n\r\nhello");

        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldContain("\u00e9hello");
    }

    [Theory]
    [InlineData("chunked")]
    [InlineData(" Chunked\t")]
    public async Task ABodyInChunksIsTaken(string coding)
    {
        var answer = await _service.SendRawAsync($"POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding:{coding}\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 200 OK");
        answer.ShouldContain("hello");
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", "POST", "400")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX-Content-Length: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "POST", "400")]
    [InlineData("BREW /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", "OTHER", "400")]
    [InlineData("NONSENSE\r\n\r\n", "OTHER", "400")]
    public async Task WhatIsRefusedIsCounted(string request, string method, string status)
    {
        await SendAsync(request);

        using var client = _service.CreateClient();
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        metrics.ShouldContain($"mcts_requests_total{{method=\"{method}\",endpoint=\"refused\",status=\"{status}\"}} 1\n");
        metrics.ShouldContain("mcts_errors_total{error_type=\"validation\"} 1\n");
    }

    [Fact]
    public async Task LongLinesAndHeadersAreCountedApart()
    {
        await SendAsync($"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: a\r\n\r\n");
        await SendAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-Long: {new string('a', 40_000)}\r\n\r\n");

        using var client = _service.CreateClient();
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        metrics.ShouldContain("endpoint=\"refused\",status=\"414\"} 1\n");
        metrics.ShouldContain("endpoint=\"refused\",status=\"431\"} 1\n");
    }

    [Fact]
    public async Task OnPathsOfOpenAisApiARefusalHasItsForm()
    {
        var answer = await SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nX-Long: {new string('a', 40_000)}\r\n\r\n");

        answer.Status.ShouldBe(431);
        var error = StrictJson.Parse<OpenAiErrorResponse>(Encoding.UTF8.GetBytes(answer.Body)).Error;
        error.Type.ShouldBe("invalid_request_error");
        error.Message.ShouldContain("too many or too long");
    }

    [Fact]
    public async Task ThePathOfAnEarlierRequestDoesNotCount()
    {
        var answer = await _service.SendRawAsync("GET /v1/fine HTTP/1.1\r\nHost: a\r\n\r\nNONSENSE\r\n\r\n");

        answer[answer.IndexOf("HTTP/1.1 400", StringComparison.Ordinal)..].ShouldContain("\"error_code\":\"VALIDATION_ERROR\"");
    }

    [Fact]
    public async Task TheAnswerToHeadHasNoBody()
    {
        var answer = await SendAsync("HEAD / HTTP/1.1\r\n\r\n");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatIsRefusedIsNotRepeated()
    {
        var answer = await SendAsync("GET /swordfish%00 HTTP/1.1\r\nHost: a\r\nX-API-Key: mcts_caf\u00e9\r\n\r\n");

        answer.Body.ShouldNotContain("swordfish");
        answer.Body.ShouldNotContain("mcts_");
    }

    private async Task<(int Status, string Headers, string Body)> SendAsync(string request)
    {
        var answer = await _service.SendRawAsync(request);
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        end.ShouldBeGreaterThan(0, answer);
        return (int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture), answer[..(end + 2)], answer[(end + 4)..]);
    }
}
