using System.Net;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Commands;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MetaControllerService.Tests.Collection;

/// <summary>The command as a process of its own, against a server of HTTP.</summary>
public sealed class CollectProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-collect-\u00e9\u4e00-").FullName;
    private readonly FakeGateway _gateway = new();
    private WebApplication? _server;
    private int _asked;
    private volatile int _mostAnswered = int.MaxValue;

    private string LogPath => Path.Combine(_folder, "collected.jsonl");

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{FreePort.Next()}");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _gateway.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task KilledInTheMiddleItGoesOnWhereItWas()
    {
        // Some twenty tasks: it can't come to an end before it is killed, however late that is.
        _mostAnswered = 60;
        await using (var killed = Start())
        {
            await Eventually.HoldsAsync(() => Lines() >= 4, () => killed.Output);
            killed.Signal("KILL");
            await killed.WaitForExitAsync(Patience);
        }

        _mostAnswered = int.MaxValue;
        var before = Lines();
        before.ShouldBeInRange(4, 59);
        lock (_gateway.Paths)
            _gateway.Paths.Clear();

        await using (var last = Start())
        {
            (await last.WaitForExitAsync(Patience)).ShouldBe(0, last.Output);
            last.Output.ShouldContain($"{before} of 60 tasks are in {LogPath}");
            last.Output.ShouldContain("60 of 60 tasks, 0:00 left");
        }

        (await CollectionLog.ReadAsync(LogPath, default)).Count.ShouldBe(60);
        _gateway.Paths.Count(path => path == "/agents/trm").ShouldBe(60 - before);
    }

    [Fact]
    public async Task AnAppThatGoesAwayIsOneLineAndWhatIsCollectedStays()
    {
        // As above; those that wait then are cut off.
        _mostAnswered = 60;
        await using var cut = Start();
        await Eventually.HoldsAsync(() => Lines() >= 4, () => cut.Output);
        await _server!.StopAsync(new CancellationToken(canceled: true));

        (await cut.WaitForExitAsync(Patience)).ShouldBe(1, cut.Output);

        var lines = cut.Lines.Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ToList();
        lines.ShouldHaveSingleItem();
        cut.Output.ShouldContain($"{Lines()} of 60 tasks are in {LogPath}; the same command goes on from there.");
        cut.Output.ShouldNotContain("   at ");
        (await CollectionLog.ReadAsync(LogPath, default)).Count.ShouldBe(Lines());
    }

    [Fact]
    public async Task ALimitIsWaitedFor()
    {
        var refused = 0;
        _gateway.Instead = number => number is > 10 and <= 14 && Interlocked.Increment(ref refused) > 0
            ? new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "1" } } }
            : null;

        await using var process = Start();

        (await process.WaitForExitAsync(Patience)).ShouldBe(0, process.Output);
        refused.ShouldBe(4);
        Lines().ShouldBe(60);
    }

    private int Lines() => File.Exists(LogPath) ? File.ReadAllText(LogPath).Count(character => character == '\n') : 0;

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/agents") && Interlocked.Increment(ref _asked) > _mostAnswered)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var client = _gateway.Client();
        using var asked = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.Path) { Content = new StreamContent(context.Request.Body) };
        using var answer = await client.SendAsync(asked, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait.ToString();
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private ChildProcess Start() => ChildProcess.Start(
        "dotnet",
        [typeof(CommandLine).Assembly.Location, "collect", "--tasks", "60", "--tasks_per_world", "6", "--output", LogPath],
        new Dictionary<string, string?>
        {
            ["MCTS_DATA_DIR"] = Path.Combine(_folder, "data"), ["MCTS_API_KEY"] = "mcts_key", ["MCTS_GATEWAY_URL"] = _server!.Urls.Single(),
        });
}
