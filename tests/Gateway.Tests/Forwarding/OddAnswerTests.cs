using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Answers that no Orchestrator of ours gives, as something else at its address may: none of them is a fault of the Gateway's or comes out as what it is not.</summary>
public sealed class OddAnswerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 099 What\r\nContent-Length: 0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 600 What\r\nContent-Length: 0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: upgrade\r\n\r\nodd", 503)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: a\u001b\r\n\r\n{}", 503)]
    [InlineData("odd\r\n\r\n", 503)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", 204)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: odd\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200)]
    [InlineData("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\nodd\r\n", 404)]
    public async Task TheAnswerIsWholeAndSaysWhatItCan(string odd, int status)
    {
        _listener.Start();
        var answering = AnswerAsync(Encoding.Latin1.GetBytes(odd));
        await using var gateway = await TestGateway.StartAsync(new Uri($"http://{_listener.LocalEndpoint}/"));

        var answer = await gateway.SendRawAsync($"GET /domains HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("\r\nConnection: close\r\n");
        answer.ShouldNotContain("odd");
        if (status >= 400)
            answer.ShouldContain("\"error\":true");
        gateway.Logs.Lines.ShouldNotContain(line => line.StartsWith("Error ", StringComparison.Ordinal));
        _listener.Stop();
        await answering;
    }

    private async Task AnswerAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                var read = new byte[4096];
                var length = 0;
                while (!read.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                    length += await stream.ReadAsync(read.AsMemory(length)) is var some and > 0 ? some : throw new IOException();
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The test is over, or the Gateway gone.
        }
    }
}
