using System.Net;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Evaluation.Live;
using MctsAspire.MetaControllerService.Tests.Collection;
using MctsAspire.ServiceDefaults.Clients;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Tests.Evaluation;

/// <summary>The running app is asked about the held-out tasks of a log.</summary>
public sealed class LiveRunsTests : IAsyncLifetime, IDisposable
{
    private const int PerWorld = 4;

    // Worlds 0 and 1 are held out, 2 is not.
    private static readonly TaskSet Set = TaskSet.Generate(3 * PerWorld, PerWorld, 7);

    private readonly string _folder = Directory.CreateTempSubdirectory("live-").FullName;
    private readonly FakeGateway _gateway = new();
    private IReadOnlyList<TaskRecord> _records = [];

    public async Task InitializeAsync()
    {
        var path = Path.Combine(_folder, "log.jsonl");
        using var http = _gateway.Client();
        var gateway = new GatewayClient(http, new LimitWait(GatewayClient.Waits, TimeProvider.System, _ => { }));
        await using (var log = await CollectionLog.OpenAsync(path, default))
            await new Collector(gateway, new TaskRunner(gateway, 7)).RunAsync(Set, log, 1, _ => { }, default);
        _records = await CollectionLog.ReadAsync(path, default);
        _gateway.Paths.Clear();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _gateway.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task TheHeldOutTasksAreAskedOnceTheirDocumentsAreThere()
    {
        var told = new List<string>();

        var runs = await AskAsync(report: told.Add);

        runs.Count.ShouldBe(2 * PerWorld);
        _gateway.Paths[0].ShouldBe("/documents");
        _gateway.Paths.Count(path => path == "/agents/auto").ShouldBe(2 * PerWorld);
        told.ShouldHaveSingleItem().ShouldStartWith("8 of 8 tasks asked");
    }

    [Fact]
    public async Task ARunIsMeasuredAsTheLogIsAndTellsHowItsAgentWasNamed()
    {
        var run = (await AskAsync())[0];

        (run.Agent, run.Decision.ByRules, run.Decision.ModelVersion).ShouldBe(("mcts", false, "0123456789ab"));
        run.Outcome.ShouldBe(_records[0].Outcomes["mcts"]);
    }

    [Fact]
    public async Task ALogOfOtherTasksNamesTheOptionThatTellsThemApart() =>
        (await Should.ThrowAsync<ValidationException>(() => AskAsync(perWorld: PerWorld + 1))).Message.ShouldContain($"--tasks_per_world {PerWorld + 1}");

    [Theory]
    [InlineData("8-0")]
    [InlineData("7-999999999")]
    [InlineData("mine")]
    public async Task ALogThatOneCallOfCollectDidNotWriteIsRefused(string task)
    {
        _records = [.. _records.Skip(1), _records[0] with { Task = task }];

        (await Should.ThrowAsync<ValidationException>(() => AskAsync())).Message.ShouldContain("one call of `collect`");
        _gateway.Paths.ShouldBeEmpty();
    }

    [Fact]
    public async Task OverTheLimitItWaitsAndGoesOn()
    {
        var refused = 0;
        _gateway.Instead = _ => refused++ is 1 or 2 ? new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "0" } } } : null;

        (await AskAsync()).Count.ShouldBe(2 * PerWorld);

        _gateway.Paths.Count(path => path == "/agents/auto").ShouldBe((2 * PerWorld) + 2);
    }

    [Fact]
    public async Task AnAppThatDoesNotAnswerIsALineThatSaysSo()
    {
        using var silent = new Silent();
        using var http = new HttpClient(silent, disposeHandler: false) { BaseAddress = new Uri("http://gateway/"), Timeout = TimeSpan.FromMilliseconds(20) };

        var late = await Should.ThrowAsync<OperationTimeoutException>(() => AskAsync(http));

        late.Message.ShouldContain("gave no answer to http://gateway/documents within");
    }

    [Fact]
    public async Task ItStopsWhenItIsToldTo()
    {
        using var stopping = new CancellationTokenSource();
        _gateway.Instead = _ =>
        {
            stopping.Cancel();
            return null;
        };

        await Should.ThrowAsync<OperationCanceledException>(() => AskAsync(cancellationToken: stopping.Token));
    }

    private async Task<IReadOnlyList<RoutedOutcome>> AskAsync(
        HttpClient? client = null, int perWorld = PerWorld, Action<string>? report = null, CancellationToken cancellationToken = default)
    {
        using var http = client ?? _gateway.Client();
        return await new LiveRuns(new GatewayClient(http, new LimitWait(GatewayClient.Waits, TimeProvider.System, _ => { })), TimeProvider.System, 2).RunAsync(_records, perWorld, report ?? (_ => { }), cancellationToken);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nothing ends this wait but its cancellation.");
        }
    }
}
