using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Hosting;

/// <summary>The Gateway as a process of its own.</summary>
public sealed class GatewayProcessTests : IDisposable
{
    private const int ConfigurationExitCode = 78;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("MCTS_ITERATIONS", "10001", "MCTS_ITERATIONS is '10001', and must be an integer from 1 to 10000")]
    [InlineData("LOG_LEVEL", "LOUD", "LOG_LEVEL is 'LOUD', and must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")]
    [InlineData("OPENAI_API_KEY", "swordfish", "OPENAI_API_KEY does not begin with sk-, as a key of this kind must")]
    [InlineData("ApiKeys__0__Hash", "mcts_swordfish", "ApiKeys__0__Hash is not a SHA-256 hash, and must be 64 hexadecimal digits")]
    [InlineData("RateLimits__PerHour", "0", "RateLimits__PerHour is '0', and must be an integer from 1 to 10000000")]
    [InlineData("RateLimits__Windows__HourSeconds", "soon", "RateLimits__Windows__HourSeconds is 'soon', and must be a number from 0.01 to 2678400")]
    [InlineData("Authentication__FailedAttemptsPerMinute", "0", "Authentication__FailedAttemptsPerMinute is '0', and must be an integer from 1 to 1000000")]
    [InlineData("Authentication__FailedAttempts", "5", "Authentication__FailedAttempts is no setting that there is; the nearest one is Authentication__FailedAttemptsPerMinute")]
    [InlineData("ConnectionStrings__redis", "nohost:1,abc=swordfish", "ConnectionStrings__redis can't be understood, and must be addresses and options of StackExchange.Redis with commas between them, as redis.example:6379,ssl=true")]
    public async Task AWrongSettingStopsItWithOneLine(string name, string value, string line)
    {
        await using var process = Start((name, value));

        (await process.WaitForExitAsync(Patience)).ShouldBe(ConfigurationExitCode);
        process.Lines.ShouldBe([line]);
    }

    [Theory]
    [InlineData("--help", 0, "docs/gateway.md")]
    [InlineData("--port=5", 2, "error: --port is no option.")]
    public async Task HelpAndAnUnknownOptionStartNothing(string argument, int code, string told)
    {
        await using var process = ChildProcess.Start("dotnet", [typeof(GatewayExtensions).Assembly.Location, argument], folder: AppContext.BaseDirectory);

        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(code);
        process.Output.ShouldContain(told);
    }

    [Fact]
    public async Task ATakenPortStopsItWithALineThatSaysWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using var process = Start(("ASPNETCORE_URLS", address));

        (await process.WaitForExitAsync(Patience)).ShouldBe(ConfigurationExitCode);
        process.Lines.ShouldContain($"Failed to bind to address {address}: address already in use. Stop what listens there, or choose another address in ASPNETCORE_URLS.");
    }

    [Fact]
    public async Task EveryLineItLogsIsOneJsonObjectWithTheRequestsId()
    {
        await using var process = Start(("LOG_LEVEL", "INFO"));
        var address = await ListeningAsync(process);
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-Request-ID", "logged-id");
        client.DefaultRequestHeaders.Add("X-API-Key", "swordfish-key-of-nobody");
        using var response = await client.GetAsync(new Uri("/documents?api_key=swordfish", UriKind.Relative));

        var line = await process.WaitForLineAsync(line => line.Contains("GET /documents answered 401", StringComparison.Ordinal), Patience);

        JsonElement.Parse(line).GetProperty("request_id").GetString().ShouldBe("logged-id");
        foreach (var logged in process.Lines)
            JsonElement.Parse(logged).GetProperty("level").GetString().ShouldBeOneOf("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");
        process.Output.ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task ItStopsWhenItIsTold()
    {
        await using var process = Start();
        await ListeningAsync(process);

        process.Signal("TERM");

        (await process.WaitForExitAsync(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task LogLevelsBelowTheSetOneAreSilent()
    {
        var port = FreePort.Next();
        await using var process = Start(("LOG_LEVEL", "ERROR"), ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"));
        using var client = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                return (await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });

        process.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task ALineFeedAloneEndsNoHeader()
    {
        await using var process = Start();
        var address = await ListeningAsync(process);

        foreach (var request in (string[])["GET /health HTTP/1.1\nHost: a\n\n", "GET /health HTTP/1.1\r\nHost: a\r\nX: b\nContent-Length: 5\r\n\r\n"])
            (await SendRawAsync(address, request)).ShouldStartWith("HTTP/1.1 400");
    }

    [Theory]
    [InlineData("/documents", "b\0")]
    [InlineData("/query", "\u00ff")]
    public async Task AFaultOfAClientIsNoErrorInTheLog(string path, string trailer)
    {
        const string key = "mcts_key-of-a-client";
        await using var upstream = await Upstream.StartAsync();
        await using var process = Start(("ApiKeys__0__Hash", TestGateway.HashOf(key)), ("services__orchestrator__http__0", upstream.Address.ToString()));
        var address = await ListeningAsync(process);

        var answer = await SendRawAsync(
            address, $"POST {path} HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: {trailer}\r\n\r\n");
        // What was logged about the one before stands in front of it.
        await SendRawAsync(address, $"GET /domains HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await process.WaitForLineAsync(line => line.Contains("GET /domains answered 401", StringComparison.Ordinal), Patience);

        answer.ShouldStartWith("HTTP/1.1 400");
        process.Lines.ShouldNotContain(line => line.Contains("\"level\":\"ERROR\"", StringComparison.Ordinal));
    }

    private static async Task<string> SendRawAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }

    private ChildProcess Start(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["LLM_PROVIDER"] = "embedded",
            ["OPENAI_API_KEY"] = null,
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["MCTS_DATA_DIR"] = _folder.Path,
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return ChildProcess.Start("dotnet", [typeof(GatewayExtensions).Assembly.Location], environment, AppContext.BaseDirectory);
    }

    private static async Task<Uri> ListeningAsync(ChildProcess process)
    {
        const string marker = "Now listening on: ";
        var line = await process.WaitForLineAsync(line => line.Contains(marker, StringComparison.Ordinal), Patience);
        var message = JsonElement.Parse(line).GetProperty("message").GetString()!;
        return new Uri(message[(message.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..]);
    }
}
