using System.Net.Sockets;
using System.Text;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Hosting;

/// <summary>Clients that take more than their part of the server: too slow, too large, too many.</summary>
public sealed class ServerLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AHeadThatDripsInIsCutOff()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("Server:HeadersTimeoutSeconds", "1"));
        using var client = await ConnectAsync(gateway);
        await using var stream = client.GetStream();
        await stream.WriteAsync("GET /domains HTTP/1.1\r\nHost: a\r\n"u8.ToArray());

        var answer = ReadToEndAsync(stream);
        // A header now and then, which never ends.
        while (!answer.IsCompleted)
        {
            try
            {
                await stream.WriteAsync("X-Slow: a\r\n"u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(300)));
        }

        var text = await answer.WaitAsync(Patience);
        text.ShouldStartWith("HTTP/1.1 408");
        ErrorOf(text).Message.ShouldBe("The request arrived too slowly.");
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/query")]
    [InlineData("/documents")]
    public async Task ABodyThatDripsInIsCutOff(string path)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("Server:MinBytesPerSecond", "10000"), ("Server:MinBytesGraceSeconds", "2"));
        using var client = await ConnectAsync(gateway);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"query\":"));

        var text = await ReadToEndAsync(stream).WaitAsync(Patience);
        text.ShouldStartWith("HTTP/1.1 408");
        ErrorOf(text).Message.ShouldBe("body: arrived too slowly.");
    }

    [Fact]
    public async Task SizesAreSettings()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            upstream, ("Server:MaxRequestLineBytes", "300"), ("Server:MaxHeaders", "10"), ("Server:MaxHeaderBytes", "1024"));

        var line = await gateway.SendRawAsync($"GET /{new string('a', 300)} HTTP/1.1\r\nHost: a\r\n\r\n");
        var many = await gateway.SendRawAsync($"GET / HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Repeat("X-A: a\r\n", 11))}\r\n");
        var large = await gateway.SendRawAsync($"GET / HTTP/1.1\r\nHost: a\r\nX-A: {new string('a', 1100)}\r\n\r\n");

        line.ShouldStartWith("HTTP/1.1 414");
        ErrorOf(line).Message.ShouldContain("300 bytes");
        many.ShouldStartWith("HTTP/1.1 431");
        large.ShouldStartWith("HTTP/1.1 431");
        ErrorOf(large).Message.ShouldContain("1024 bytes");
    }

    [Theory]
    [InlineData("Server:MaxConnections")]
    [InlineData("Server:MaxConnectionsPerAddress")]
    public async Task OneConnectionTooManyIsToldSo(string setting)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, (setting, "2"));
        using (var first = await ConnectAsync(gateway))
        using (var second = await ConnectAsync(gateway))
        {
            await GetAsync(first);
            await GetAsync(second);

            var refused = await gateway.SendRawAsync("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");

            refused.ShouldStartWith("HTTP/1.1 503");
            refused.ShouldContain("Retry-After: 1\r\n");
            refused.ShouldContain("X-Request-ID: ");
            ErrorOf(refused).ErrorCode.ShouldBe("SERVICE_UNAVAILABLE");
            await GetAsync(first);
        }

        // As soon as one is gone there is room again.
        await Eventually.HoldsAsync(async () =>
            (await gateway.SendRawAsync("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).StartsWith("HTTP/1.1 200", StringComparison.Ordinal));
    }

    private static async Task<TcpClient> ConnectAsync(TestGateway gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        return client;
    }

    private static async Task GetAsync(TcpClient client)
    {
        var stream = client.GetStream();
        await stream.WriteAsync("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        var answer = "";
        while (!answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);
            read.ShouldBeGreaterThan(0, answer);
            answer += Encoding.ASCII.GetString(buffer, 0, read);
        }

        answer.ShouldStartWith("HTTP/1.1 200");
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    private static ErrorResponse ErrorOf(string answer) =>
        StrictJson.Parse<ErrorResponse>(Encoding.UTF8.GetBytes(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
}
