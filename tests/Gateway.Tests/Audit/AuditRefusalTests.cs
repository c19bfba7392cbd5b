using System.Net.Sockets;
using System.Text.Json;
using MctsAspire.Gateway.Audit;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>What is written down of requests that no route saw.</summary>
public sealed class AuditRefusalTests : IAsyncLifetime
{
    private Upstream _upstream = null!;
    private TestGateway _gateway = null!;

    private AuditLog Log => new(_gateway.DataFolder);

    public async Task InitializeAsync()
    {
        _upstream = await Upstream.StartAsync();
        _gateway = await TestGateway.StartAsync(_upstream);
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("POST /query HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\nX-API-Key: mcts_swordfish\r\n\r\nhello", "POST", 400, "VALIDATION_ERROR")]
    [InlineData("POST /query HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nX-API-Key: mcts_swordfish\r\n\r\n0\r\n\r\n", "POST", 400, "VALIDATION_ERROR")]
    [InlineData("POST /health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\nX-Request-ID: mcts_swordfish\r\n\r\n0\r\n\r\n", "POST", 400, "VALIDATION_ERROR")]
    [InlineData("GET /swordfish%00 HTTP/1.1\r\nHost: a\r\n\r\n", "OTHER", 400, "VALIDATION_ERROR")]
    [InlineData("swordfish\r\n\r\n", "OTHER", 400, "VALIDATION_ERROR")]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n", "OTHER", 405, "METHOD_NOT_ALLOWED")]
    public async Task ARefusedRequestIsWrittenDownWithoutWhatWasSent(string request, string method, int status, string code)
    {
        var answer = await _gateway.SendRawAsync(request);

        var line = await Log.FirstAsync(RefusalRecord.Name);
        line.EnumerateObject().Select(field => field.Name).ShouldBe(["seq", "time", "event", "address", "method", "status", "error", "request_id", "prev", "hash"]);
        line.GetProperty("address").GetString().ShouldBe("127.0.0.1");
        line.GetProperty("method").GetString().ShouldBe(method);
        line.GetProperty("status").GetInt32().ShouldBe(status);
        line.GetProperty("error").GetString().ShouldBe(code);
        if (!request.Contains("X-Request-ID", StringComparison.Ordinal))
            answer.ShouldContain($"X-Request-ID: {line.GetProperty("request_id").GetString()}\r\n");
        line.GetRawText().ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task WhoAsksForNothingIsNotWrittenDown()
    {
        await _gateway.SendRawAsync("", leaves: true);
        using (var client = new TcpClient())
            await client.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        await _gateway.SendRawAsync("NONSENSE\r\n\r\n");
        await _gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative));

        await Log.RequestAsync(line => line.GetProperty("route").GetString() == "/documents");

        Log.Of(RefusalRecord.Name).Count().ShouldBe(1);
    }

    [Fact]
    public async Task AConnectionTooManyIsWrittenDownOnceItAsks()
    {
        await using var gateway = await TestGateway.StartAsync(_upstream, ("Server:MaxConnections", "1"));
        using var first = new TcpClient();
        await first.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        await first.GetStream().WriteAsync("GET /health HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        await first.GetStream().ReadExactlyAsync(new byte[8]);

        await gateway.SendRawAsync("", leaves: true);
        (await gateway.SendRawAsync("GET /domains HTTP/1.1\r\nHost: a\r\n\r\n")).ShouldStartWith("HTTP/1.1 503");

        var line = await new AuditLog(gateway.DataFolder).FirstAsync(RefusalRecord.Name);
        line.GetProperty("status").GetInt32().ShouldBe(503);
        new AuditLog(gateway.DataFolder).Of(RefusalRecord.Name).Count().ShouldBe(1);
    }

    [Fact]
    public void RefusedRequestsTakeHalfOfTheLinesAndAreAllCounted()
    {
        var counts = new FailureCounts();

        Enumerable.Range(0, 5000).Count(_ => counts.AddMalformed()).ShouldBe(FailureCounts.MostMalformedRecorded);
        Enumerable.Range(0, 5000).Count(_ => counts.AddUnknown()).ShouldBe(FailureCounts.MostRecorded - FailureCounts.MostMalformedRecorded);

        counts.Take(DateTimeOffset.UnixEpoch).Select(Fields).ShouldBe([("failed_authentications", 5000, 4700), ("refused_requests", 5000, 4700)]);
        counts.Take(DateTimeOffset.UnixEpoch).ShouldBeEmpty();
        counts.AddMalformed().ShouldBeTrue();
        counts.Take(DateTimeOffset.UnixEpoch).Select(Fields).ShouldBe([("refused_requests", 1, 0)]);
    }

    [Fact]
    public void WhereOthersTookAllLinesNoneIsLeft()
    {
        var counts = new FailureCounts();

        Enumerable.Range(0, 5000).Count(_ => counts.AddUnknown()).ShouldBe(FailureCounts.MostRecorded);

        counts.AddMalformed().ShouldBeFalse();
    }

    private static (string Event, int Count, int WithoutRecord) Fields(FailuresRecord record)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            record.Write(json);
            json.WriteEndObject();
        }

        var line = JsonElement.Parse(buffer.ToArray());
        return (record.Event, line.GetProperty("count").GetInt32(), line.GetProperty("without_record").GetInt32());
    }
}
