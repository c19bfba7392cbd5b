using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Gateway.Tests;

/// <summary>The Gateway as <c>Program.cs</c> builds it, on a real port, with one key.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Key = "mcts_0123456789abcdefABCDEF";

    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder;

    private TestGateway(WebApplication app, LogCapture logs, TemporaryFolder folder)
    {
        _app = app;
        _folder = folder;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Client.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    /// <summary>A client with the key.</summary>
    public HttpClient Client { get; }

    /// <summary>The folder that the Gateway keeps everything in, unless the test names another.</summary>
    public string DataFolder => _folder.Path;

    /// <summary>What the Gateway logged, as it was handed to the loggers.</summary>
    public LogCapture Logs { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => Client.BaseAddress!;

    public static Task<TestGateway> StartAsync(Upstream upstream, params (string Name, string Value)[] settings) => StartAsync(upstream.Address, settings);

    public static async Task<TestGateway> StartAsync(Uri upstream, params (string Name, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(GatewayExtensions).Assembly.GetName().Name,
            ContentRootPath = Path.GetTempPath(),
            Args = HostArguments.NoReload,
            EnvironmentName = Environments.Development,
        });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["services:orchestrator:http:0"] = upstream.ToString(),
            ["ApiKeys:0:Hash"] = HashOf(Key),
            // More than any test sends that is not about them.
            ["ApiKeys:0:Limits:PerSecond"] = "10000000",
            ["ApiKeys:0:Limits:PerMinute"] = "10000000",
            ["ApiKeys:0:Limits:PerHour"] = "10000000",
            ["ApiKeys:0:Limits:PerDay"] = "10000000",
            ["MCTS_DATA_DIR"] = folder.Path,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults();
        builder.AddGateway();
        var logs = new LogCapture();
        builder.Logging.ClearProviders().AddProvider(logs);

        var app = builder.Build();
        app.UseGateway();
        app.MapApi();
        app.MapPages();
        await app.StartAsync();
        return new TestGateway(app, logs, folder);
    }

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public Task<HttpResponseMessage> PostAsync(string path, string json) => PostAsync(path, Encoding.UTF8.GetBytes(json));

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>Sends bytes as they are and gives everything that comes back until the Gateway closes the connection.</summary>
    /// <param name="request">The bytes, one a character.</param>
    /// <param name="leaves">Whether the client closes its side right after them, as one that breaks off does.</param>
    public async Task<string> SendRawAsync(string request, bool leaves = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (leaves)
            client.Client.Shutdown(SocketShutdown.Send);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // Reset: what came before counts.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>The error that a response holds, after checking that it has the form that all have.</summary>
    public static async Task<ErrorResponse> ErrorOfAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/json", text);
        var error = StrictJson.Parse<ErrorResponse>(Encoding.UTF8.GetBytes(text));
        error.Error.ShouldBeTrue();
        ErrorCode.Find(error.ErrorCode).ShouldNotBeNull();
        error.Message.ShouldNotBeNullOrWhiteSpace();
        DateTimeOffset.Parse(error.Timestamp, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        response.Headers.Contains("X-Request-ID").ShouldBeTrue();
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
