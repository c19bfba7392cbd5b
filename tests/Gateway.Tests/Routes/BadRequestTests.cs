using System.Net;
using System.Text;

namespace MctsAspire.Gateway.Tests.Routes;

public sealed class BadRequestTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("/query", "{", "body")]
    [InlineData("/query", "", "body")]
    [InlineData("/query", "[]", "body")]
    [InlineData("/query", """{"query":""}""", "query")]
    [InlineData("/query", """{"query":"a","top_k":3}""", "top_k")]
    [InlineData("/query", """{"query":"a","query":"b"}""", "query")]
    [InlineData("/query", """{"query":"\ud800"}""", "query")]
    [InlineData("/query", """{"query":"\u0000"}""", "query")]
    [InlineData("/query", """{"query":"a","mcts_iterations":200.5}""", "mcts_iterations")]
    [InlineData("/query", """{"query":"a","mcts_iterations":10001}""", "mcts_iterations")]
    [InlineData("/query", """{"query":"a","thread_id":"../../etc"}""", "thread_id")]
    [InlineData("/query/stream", """{"query":7}""", "query")]
    [InlineData("/agents/hrm", """{"query":"a","temperature":2.5}""", "temperature")]
    [InlineData("/agents/mcts", """{"query":"a","max_tokens":0}""", "max_tokens")]
    [InlineData("/agents/auto", """{"query":"a","use_mcts":true}""", "use_mcts")]
    [InlineData("/search", """{"query":"a","preset":"quick"}""", "preset")]
    [InlineData("/search", """{"query":"a","domain":"chess"}""", "domain")]
    [InlineData("/search", """{"domain":"bandit","query":"a"}""", "query")]
    [InlineData("/search", """{"domain":"bandit","problem":7}""", "problem")]
    [InlineData("/search", """{"iterations":5}""", "query")]
    [InlineData("/search/stream", """{"domain":"bandit","iterations":10000001}""", "iterations")]
    [InlineData("/search/stream", """{"domain":"bandit","certificate":{"epsilon":0}}""", "certificate.epsilon")]
    public async Task ABodyThatBreaksARuleStopsHereAndTheFieldIsNamed(string path, string json, string field)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync(path, json);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("VALIDATION_ERROR");
        error.Message.ShouldStartWith($"{field}: ");
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task ASecretInABadBodyIsNotLogged()
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/query", """{"query":"my password is swordfish","sk-0123456789abcdef":1}""");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        gateway.Logs.Text.ShouldNotContain("swordfish");
        gateway.Logs.Text.ShouldNotContain("sk-0123456789abcdef");
        gateway.Logs.Text.ShouldNotContain(TestGateway.Key);
    }

    [Theory]
    [InlineData(10_000, HttpStatusCode.OK)]
    [InlineData(10_001, HttpStatusCode.BadRequest)]
    public async Task AQueryHasAtMostTenThousandCharacters(int length, HttpStatusCode status)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/query", $$"""{"query":"{{new string('a', length)}}"}""");

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("/query")]
    [InlineData("/query/stream")]
    [InlineData("/agents/trm")]
    [InlineData("/search")]
    [InlineData("/search/stream")]
    public async Task ASettingMayMakeTheBoundOnAQueryNarrower(string path)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("MAX_QUERY_LENGTH", "3"));

        using var good = await gateway.PostAsync(path, """{"query":"😀😀😀"}""");
        using var bad = await gateway.PostAsync(path, """{"query":"abcd"}""");

        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TestGateway.ErrorOfAsync(bad)).Message.ShouldBe("query: must have 1 to 3 characters, and has 4");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task AnotherContentTypeThanJsonIsRefused(string? contentType)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/query", Encoding.UTF8.GetBytes("""{"query":"a"}"""), contentType);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("UNSUPPORTED_MEDIA_TYPE");
        error.Message.ShouldStartWith("content-type: ");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    public async Task JsonMayBeCalledSoInEveryWay(string contentType)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/query", Encoding.UTF8.GetBytes("""{"query":"a"}"""), contentType);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ABodyOfMoreThanOneMebibyteIsRefused()
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/query", $$"""{"query":"a"{{new string(' ', 1024 * 1024)}}}""");

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("PAYLOAD_TOO_LARGE");
        error.Message.ShouldBe("body: must have at most 1048576 bytes.");
    }

    [Fact]
    public async Task AChunkedBodyOfMoreThanOneMebibyteIsRefused()
    {
        var (gateway, upstream) = fixture.Fresh();
        var chunk = $"{1024 * 1024 + 1:x}\r\n{new string(' ', 1024 * 1024 + 1)}\r\n";

        var response = await gateway.SendRawAsync(
            $"POST /query HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}0\r\n\r\n");

        response.ShouldStartWith("HTTP/1.1 413");
        response.ShouldContain("PAYLOAD_TOO_LARGE");
    }

    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/query/other")]
    [InlineData("GET", "/documents/a/b")]
    [InlineData("POST", "/agents/gpt")]
    [InlineData("POST", "/agents")]
    [InlineData("GET", "/docs/nothing")]
    public async Task AnUnknownRouteIsNotFound(string method, string path)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("""{"query":"a"}""", Encoding.UTF8, "application/json") : null };

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("NOT_FOUND");
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/query", "POST")]
    [InlineData("PUT", "/documents", "GET, HEAD, POST")]
    [InlineData("POST", "/documents/a", "DELETE, GET, HEAD")]
    [InlineData("DELETE", "/search", "POST")]
    [InlineData("GET", "/search/search_1/stop", "POST")]
    [InlineData("POST", "/domains", "GET, HEAD")]
    [InlineData("GET", "/artifacts/a/verify", "POST")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("PATCH", "/", "GET, HEAD")]
    public async Task AWrongMethodIsRefusedWithTheRightOnes(string method, string path, string allowed)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow.Order()).ShouldBe(allowed);
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("GET", "/documents/a%20b")]
    [InlineData("DELETE", "/documents/a.b")]
    [InlineData("GET", "/documents/%2e%2e%2fsecret")]
    [InlineData("GET", "/runs/a%00b")]
    [InlineData("GET", "/artifacts/é")]
    [InlineData("POST", "/artifacts/a.b/verify")]
    [InlineData("POST", "/search/a%20b/stop")]
    public async Task ANameInAPathIsChecked(string method, string path)
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync($"{method} {path.Replace("é", "%C3%A9", StringComparison.Ordinal)} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nConnection: close\r\n\r\n");

        response.ShouldMatch("^HTTP/1.1 40[04] ");
        upstream.Received.ShouldBeEmpty();
        response.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task ADocumentsIdHasTheLimitInAPathThatItHasInABody(string method)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var longest = new HttpRequestMessage(new HttpMethod(method), $"/documents/{new string('a', 100)}");
        using var longer = new HttpRequestMessage(new HttpMethod(method), $"/documents/{new string('a', 101)}");

        using var good = await gateway.Client.SendAsync(longest);
        using var bad = await gateway.Client.SendAsync(longer);

        good.StatusCode.ShouldBe(HttpStatusCode.OK);
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestGateway.ErrorOfAsync(bad)).Message.ShouldStartWith("id: ");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /documents HTTP/9.9\r\nHost: a\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("POST /query HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n")]
    [InlineData("POST /query HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde")]
    [InlineData("POST /query HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\nX-API-Key: " + TestGateway.Key + "\r\n\r\nzz\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n")]
    public async Task BrokenHttpIsRefusedWithoutHarm(string request)
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync(request);

        response.ShouldMatch("^HTTP/1.1 (4|5)[0-9]{2} ");
        response.ShouldContain("\"error_code\":");
        response.ShouldNotContain("   at ");
        upstream.Received.ShouldBeEmpty();
        (await gateway.Client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AClientThatBreaksOffInItsBodyDoesNoHarm()
    {
        var (gateway, upstream) = fixture.Fresh();

        await gateway.SendRawAsync(
            $"POST /query HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nContent-Type: application/json\r\nX-API-Key: {TestGateway.Key}\r\n\r\n{{\"query\":",
            leaves: true);

        upstream.Received.ShouldBeEmpty();
        gateway.Logs.Text.ShouldNotContain("Error ");
        (await gateway.Client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
