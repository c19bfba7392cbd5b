namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Bodies that are handed on as they arrive, and stop arriving.</summary>
public sealed class StalledBodyTests
{
    [Theory]
    [InlineData("/documents", "Content-Length: 1000", "{\"ti", "\"error_code\":\"TIMEOUT\"")]
    [InlineData("/documents", "Transfer-Encoding: chunked", "4\r\n{\"ti\r\n", "\"error_code\":\"TIMEOUT\"")]
    [InlineData("/v1/chat/completions", "Content-Length: 1000", "{\"mo", "\"type\":\"invalid_request_error\"")]
    public async Task AreTheirClientsFault(string path, string framing, string begin, string expected)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:WorkTimeoutSeconds", "1"), ("Server:MinBytesPerSecond", "0"));

        var answer = await gateway.SendRawAsync($"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\n{framing}\r\n\r\n{begin}");

        answer.ShouldStartWith("HTTP/1.1 408");
        answer.ShouldContain(expected);
        answer.ShouldContain("body: arrived too slowly.");
    }
}
