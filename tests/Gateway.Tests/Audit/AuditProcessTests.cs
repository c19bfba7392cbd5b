using System.Net;
using System.Text.Json;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>The log of a Gateway that is a process of its own, and is killed.</summary>
public sealed class AuditProcessTests : IAsyncLifetime
{
    private const int Rounds = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-gateway-").FullName;
    private Upstream _upstream = null!;

    public async Task InitializeAsync() => _upstream = await Upstream.StartAsync();

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task TheChainOfAGatewayThatIsKilledUnderLoadGoesOn()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var process = Start();
            var address = await ListeningAsync(process);
            using var stop = new CancellationTokenSource();
            var clients = Enumerable.Range(0, 4).Select(_ => AskAsync(address, stop.Token)).ToArray();
            var before = new AuditLog(_folder).Of("request").Count();
            await Eventually.HoldsAsync(() => new AuditLog(_folder).Of("request").Count() > before + 50);
            process.Signal("KILL");
            await process.WaitForExitAsync(TimeSpan.FromSeconds(30));
            await stop.CancelAsync();
            await Task.WhenAll(clients);
        }

        await using var last = Start();
        await ListeningAsync(last);
        last.Signal("TERM");
        await last.WaitForExitAsync(TimeSpan.FromSeconds(60));

        var (code, output, error) = await Commands.TestCommand.RunAsync(_folder, ["audit", "verify"]);
        code.ShouldBe(0, error);
        output.Split('\n').Count(line => line.StartsWith("gateway-", StringComparison.Ordinal)).ShouldBe(1);
        var log = new AuditLog(_folder);
        log.Of("opened").Count().ShouldBe(Rounds + 1);
        log.Lines[^1].GetProperty("event").GetString().ShouldBe("closed");
        log.Lines.Select(line => line.GetProperty("seq").GetInt64()).ShouldBe(Enumerable.Range(1, log.Lines.Count).Select(number => (long)number));
    }

    private ChildProcess Start() => ChildProcess.Start(
        "dotnet",
        [typeof(GatewayExtensions).Assembly.Location],
        new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["LLM_PROVIDER"] = "embedded",
            ["OPENAI_API_KEY"] = null,
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["MCTS_DATA_DIR"] = _folder,
            ["services__orchestrator__http__0"] = _upstream.Address.ToString(),
            ["ApiKeys__0__Hash"] = TestGateway.HashOf(TestGateway.Key),
            ["ApiKeys__0__Limits__PerSecond"] = "10000000",
            ["ApiKeys__0__Limits__PerMinute"] = "10000000",
            ["ApiKeys__0__Limits__PerHour"] = "10000000",
            ["ApiKeys__0__Limits__PerDay"] = "10000000",
        },
        AppContext.BaseDirectory);

    private static async Task AskAsync(Uri address, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("X-API-Key", TestGateway.Key);
        try
        {
            while (!stop.IsCancellationRequested)
                (await client.GetAsync(new Uri("/documents", UriKind.Relative), stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            // It was killed.
        }
    }

    private static async Task<Uri> ListeningAsync(ChildProcess process)
    {
        const string marker = "Now listening on: ";
        var line = await process.WaitForLineAsync(line => line.Contains(marker, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var message = JsonElement.Parse(line).GetProperty("message").GetString()!;
        return new Uri(message[(message.IndexOf(marker, StringComparison.Ordinal) + marker.Length)..]);
    }
}
