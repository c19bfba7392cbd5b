using System.Text;
using MctsAspire.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        await using (var service = await TestService.StartAsync(
            builder => builder.Services.AddSingleton<ILoggerProvider>(services => new ConsoleLogs(services.GetRequiredService<JsonLog>(), output)),
            app => app.MapPost("/reads", async context =>
            {
                try
                {
                    await context.Request.Body.CopyToAsync(Stream.Null);
                }
                catch (Exception problem) when (problem is InvalidOperationException or IOException)
                {
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                }
            })))
        {
            (await service.SendRawAsync($"POST /reads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n{trailer}\r\n")).ShouldStartWith("HTTP/1.1 ");
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
