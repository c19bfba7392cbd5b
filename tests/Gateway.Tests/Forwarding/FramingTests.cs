namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Requests whose end can be read in two ways. Each is refused, and the connection with it, so that nothing that hides in one is ever taken for another.</summary>
public sealed class FramingTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Inner = $"GET /budget?thread_id=smuggled HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\n\r\n";

    public static TheoryData<string> Ambiguous => new(
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\r\n chunked",
        "X: y\n Transfer-Encoding: chunked",
        "Content-Length: 0x5",
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: -0");

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task AnAmbiguousLengthIsRefused(string headers)
    {
        var (gateway, upstream) = fixture.Fresh();

        var answer = await gateway.SendRawAsync(
            $"POST /documents HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n0\r\n\r\n{Inner}");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Connection: keep-alive\r\n")]
    [InlineData("Content-Length: 5\r\n")]
    public async Task ChunksOfHttp10AreRefused(string headers)
    {
        var (gateway, upstream) = fixture.Fresh();

        var answer = await gateway.SendRawAsync(
            $"POST /documents HTTP/1.0\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\n{headers}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Inner}");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("transfer-encoding: is no part of HTTP/1.0");
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("X-Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("x-content-length: a\r\nTransfer-Encoding: chunked")]
    [InlineData("X-Content-Length:\r\nTransfer-Encoding: chunked")]
    [InlineData("X-Content-Length: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\nX-Content-Length: 5")]
    public async Task ALengthUnderTheServersOwnNameIsRefused(string headers)
    {
        var (gateway, upstream) = fixture.Fresh();

        var answer = await gateway.SendRawAsync(
            $"POST /documents HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n0\r\n\r\n{Inner}");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("\"error_code\":\"VALIDATION_ERROR\"");
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/query")]
    [InlineData("/documents")]
    public async Task AChunkBeyondAllNumbersIsTheClientsFault(string path)
    {
        var (gateway, _) = fixture.Fresh();

        var answer = await gateway.SendRawAsync(
            $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("body: breaks off, or is not framed as HTTP says");
    }

    [Theory]
    [InlineData("/query", "b\0")]
    [InlineData("/query", "\u00ff")]
    [InlineData("/documents", "b\0")]
    [InlineData("/documents", "\u00ff")]
    public async Task ATrailerThatIsNoTextIsTheClientsFault(string path, string value)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);

        var answer = await gateway.SendRawAsync(
            $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: {value}\r\n\r\n{Inner}");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("body: breaks off, or is not framed as HTTP says");
        answer.Split("HTTP/1.1 ").Length.ShouldBe(2, answer);
        upstream.Received.ShouldNotContain(request => request.Target.Contains("budget"));
        gateway.Logs.Lines.ShouldNotContain(line => line.StartsWith("Error MctsAspire.", StringComparison.Ordinal));
    }
}
