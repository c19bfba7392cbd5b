using System.Net.Sockets;
using System.Text;
using MctsAspire.ServiceDefaults.Logging;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Logging;

/// <summary>Which faults the log holds as errors: those of the service.</summary>
public sealed class ClientFaultTests
{
    [Theory]
    [InlineData("A: b\0\r\n")]
    [InlineData("A: \u00ff\r\n")]
    [InlineData("X-Content-Length: 5\r\n")]
    [InlineData("A\r\n")]
    [InlineData("A: b\r\n c\r\n")]
    public async Task ABrokenTrailerIsTheClients(string trailer) => (await LogOfAsync(trailer)).ShouldNotContain("\"level\":\"ERROR\"");

    // What the server says of one hangs on how far it is when the client leaves.
    [Fact]
    public async Task ABodyThatIsBrokenOffIsTheClients()
    {
        var output = new MemoryStream();
        await using (var service = await StartAsync(output))
        {
            for (var i = 0; i < 200; i++)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(service.Http.Host, service.Http.Port);
                await client.GetStream().WriteAsync("POST /reads HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhello"u8.ToArray());
                // Without a farewell.
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }

        Encoding.UTF8.GetString(output.ToArray()).ShouldNotContain("\"level\":\"ERROR\"");
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "RequestBodyDrainBodyReaderInvalidState")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", "ApplicationError")]
    [InlineData("MctsAspire.Gateway", "RequestBodyDrainBodyReaderInvalidState")]
    public void AFaultThatNoTrailerMadeIsTheServices(string category, string name)
    {
        var fault = Should.Throw<InvalidOperationException>(() => throw new InvalidOperationException("Reading is not allowed after the reader was completed."));

        ClientFaults.Include(LogLevel.Error, category, new EventId(1, name), fault).ShouldBeFalse();
        ClientFaults.Include(LogLevel.Error, category, new EventId(1, name), null).ShouldBeFalse();
    }

    private static async Task<string> LogOfAsync(string trailer)
    {
        var output = new MemoryStream();
        await using (var service = await StartAsync(output))
            (await service.SendRawAsync($"POST /reads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n{trailer}\r\n")).ShouldStartWith("HTTP/1.1 400");
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static Task<TestService> StartAsync(Stream log) => TestService.StartAsync(
        builder => builder.Services.AddSingleton<ILoggerProvider>(services => new ConsoleLogs(services.GetRequiredService<JsonLog>(), log)),
        app => app.MapPost("/reads", async context => await RequestBody.ReadAsync(context.Request, 1000, context.RequestAborted)));
}
