using System.Net;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.ServiceDefaults.Clients;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.MetaControllerService.Tests.Collection;

public sealed class CollectorTests : IDisposable
{
    private static readonly TaskSet Set = TaskSet.Generate(12, 6, 7);

    private readonly string _folder = Directory.CreateTempSubdirectory("collect-").FullName;
    private readonly FakeGateway _gateway = new();
    private readonly FakeTimeProvider _time = new();

    private readonly List<string> _said = [];

    private string LogPath => Path.Combine(_folder, "log.jsonl");

    public void Dispose()
    {
        _gateway.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task EveryAgentRunsOnEveryTask()
    {
        await CollectAsync();

        var records = await CollectionLog.ReadAsync(LogPath, default);
        records.Select(record => record.Task).ShouldBe(Set.Tasks.Select(task => task.Id));
        records.ShouldAllBe(record => record.Outcomes.Count == 5);
        foreach (var path in (string[])["/agents/hrm", "/agents/trm", "/agents/mcts"])
            _gateway.Paths.Count(asked => asked == path).ShouldBe(12);
        _gateway.Paths[0].ShouldBe("/documents");
    }

    [Fact]
    public async Task CostIsTheCallsOfTheJournalAndTheEvaluationsOfTheSearch()
    {
        await CollectAsync();

        var record = (await CollectionLog.ReadAsync(LogPath, default))[0];
        record.Outcomes["hrm"].Cost.ShouldBe(1);
        record.Outcomes["mcts"].Cost.ShouldBe(61);
        record.Outcomes["graph_without_search"].Cost.ShouldBe(1);
    }

    [Fact]
    public async Task StatesAreThoseThatTheRouterIsShown()
    {
        await CollectAsync();

        var record = (await CollectionLog.ReadAsync(LogPath, default))[0];
        record.States["start"].ShouldSatisfyAllConditions(state => state.LastAgent.ShouldBe("none"), state => state.QueryLength.ShouldBe(record.Query.Length));
        record.States["trm"].ShouldSatisfyAllConditions(
            state => state.TrmConfidence.ShouldBe(0.6), state => state.HrmConfidence.ShouldBe(0), state => state.Iteration.ShouldBe(1), state => state.AgentsDone.ShouldBe(["trm"]));

        // 12 of 0 to 16.
        record.States["mcts"].MctsValue.ShouldBe(0.75);
    }

    [Fact]
    public async Task ALogThatWasCutOffIsGoneOnWith()
    {
        await CollectAsync();
        var whole = await File.ReadAllTextAsync(LogPath);
        var lines = whole.Split('\n');
        await File.WriteAllTextAsync(LogPath, string.Join('\n', lines[..5]) + "\n" + lines[5][..40]);
        _gateway.Paths.Clear();

        await CollectAsync();

        (await File.ReadAllTextAsync(LogPath)).ShouldBe(whole);
        _gateway.Paths.Count(asked => asked == "/agents/hrm").ShouldBe(7);
    }

    [Fact]
    public async Task ALogThatIsCompleteAsksNothing()
    {
        await CollectAsync();
        _gateway.Paths.Clear();

        await CollectAsync();

        _gateway.Paths.ShouldBeEmpty();
    }

    [Fact]
    public async Task OverTheLimitItWaitsAndAsksAgain()
    {
        var begun = _time.GetUtcNow();
        _gateway.Instead = number => number is 2 or 3 ? new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "7" } } } : null;

        var collecting = CollectAsync();
        while (!collecting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await collecting;
        (await CollectionLog.ReadAsync(LogPath, default)).Count.ShouldBe(12);
        (_time.GetUtcNow() - begun).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(14));
    }

    [Fact]
    public async Task AWaitUntilATimeOfDayIsKept()
    {
        var begun = _time.GetUtcNow();
        _gateway.Instead = number => number == 2 ? new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", begun.AddMinutes(40).ToString("R") } } } : null;

        var collecting = CollectAsync();
        while (!collecting.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        await collecting;
        (_time.GetUtcNow() - begun).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(40));
        _said.ShouldHaveSingleItem().ShouldContain("the app's limits let no more requests through: waiting 2");
    }

    [Fact]
    public async Task TheLimitOfADayIsNotWaitedForButNamed()
    {
        _gateway.Instead = number => number == 2 ? new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", "54000" } } } : null;

        (await Should.ThrowAsync<ServiceUnavailableException>(CollectAsync)).Message.ShouldContain("for 15.0 hours");
    }

    [Fact]
    public async Task AnAnswerThatDoesNotComeInTimeIsOneClearError()
    {
        // As HttpClient tells of its timeout.
        _gateway.Instead = number => number == 5 ? throw new TaskCanceledException("too late", new TimeoutException()) : null;

        (await Should.ThrowAsync<OperationTimeoutException>(CollectAsync)).Message.ShouldStartWith("The app gave no answer to http://gateway/runs/trm within 100 s.");
    }

    [Fact]
    public async Task ALogOfOtherTasksIsNotGoneOnWith()
    {
        await CollectAsync();
        var other = TaskSet.Generate(12, 3, 7);

        (await Should.ThrowAsync<ValidationException>(() => CollectAsync(other))).Message.ShouldContain("with another question: it was collected with other options");
    }

    [Fact]
    public async Task ARefusalEndsTheCollectionAndSaysWhatWasRefused()
    {
        _gateway.Instead = number => number == 9 ? new(HttpStatusCode.Unauthorized) { Content = new StringContent("who are you?") } : null;

        (await Should.ThrowAsync<ServiceUnavailableException>(CollectAsync)).Message.ShouldContain("401: who are you?");
    }

    [Fact]
    public async Task ALineThatIsNoRecordIsNamed()
    {
        await File.WriteAllTextAsync(LogPath, "{\"task\": 1}\n");

        (await Should.ThrowAsync<ValidationException>(() => CollectionLog.ReadAsync(LogPath, default))).Message.ShouldContain("line 1");
    }

    [Theory]
    [InlineData("\"score\":0", "\"score\":1.5", "score")]
    [InlineData("\"propensity\":0.3333333333333333", "\"propensity\":0", "propensity")]
    [InlineData("\"hrm_confidence\":0.3", "\"hrm_confidence\":7", "hrm_confidence")]
    public async Task AFieldOutOfItsRangeIsNamed(string written, string wrong, string field)
    {
        await CollectAsync();
        var lines = await File.ReadAllLinesAsync(LogPath);
        var line = Array.FindIndex(lines, line => line.Contains(written, StringComparison.Ordinal));
        lines[line] = lines[line].Replace(written, wrong, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(LogPath, lines);

        (await Should.ThrowAsync<ValidationException>(() => CollectionLog.ReadAsync(LogPath, default))).Message.ShouldContain(field);
    }

    [Fact]
    public void TheLoggingPolicyIsUniformAndDrawnBySeedAndTask()
    {
        var drawn = Enumerable.Range(0, 9_000).Select(task => UniformPolicy.Choose(7, $"{task}")).ToList();

        foreach (var pair in drawn.GroupBy(choice => choice))
            pair.Count().ShouldBeInRange(850, 1_150);
        UniformPolicy.Choose(7, "12").ShouldBe(drawn[12]);
    }

    private Task CollectAsync() => CollectAsync(Set);

    private async Task CollectAsync(TaskSet set)
    {
        using var http = _gateway.Client();
        var gateway = new GatewayClient(http, new LimitWait(GatewayClient.Waits, _time, _said.Add));
        await using var log = await CollectionLog.OpenAsync(LogPath, default);
        await new Collector(gateway, new TaskRunner(gateway, 7)).RunAsync(set, log, 1, _ => { }, default);
    }
}
