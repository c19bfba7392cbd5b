using MctsAspire.Storage.Journals;
using MctsAspire.Storage.Runs;
using MctsAspire.Storage.Threads;

namespace MctsAspire.Storage.Tests.Runs;

public sealed class RunStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2025, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryStorage _storage = new();
    private int _runs;

    private IRunStore Runs => _storage.Stores.Runs;

    private IThreadStore Threads => _storage.Stores.Threads;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ANewRunIsRunning()
    {
        var run = await Runs.BeginAsync(New(), default);

        run.Status.ShouldBe(RunStatus.Running);
        run.TurnsSeen.ShouldBe(0);
        (await Runs.FindAsync(run.RunId, default)).ShouldBe(run);
    }

    [Fact]
    public async Task AnAbsentRunIsNull() => (await Runs.FindAsync("run_none", default)).ShouldBeNull();

    [Fact]
    public async Task ACompletedRunHoldsItsAnswerAndItsThreadTheTurn()
    {
        var run = await Runs.BeginAsync(New(), default);

        await Complete(run);

        var stored = (await Runs.FindAsync(run.RunId, default)).ShouldNotBeNull();
        stored.Status.ShouldBe(RunStatus.Completed);
        stored.Response.ShouldBe("{}");
        stored.FinishedAt.ShouldBe(Noon.AddSeconds(1));
        (await Threads.ListAsync("client_0", "thread", 10, 10, default)).ShouldBe([new ThreadTurn(run.RunId, "q " + run.RunId, "a")]);
    }

    [Fact]
    public async Task ARunIsCompletedOnce()
    {
        var run = await Runs.BeginAsync(New(), default);
        await Complete(run);

        await Should.ThrowAsync<InvalidOperationException>(() => Complete(run));

        (await Threads.ListAsync("client_0", "thread", 10, 10, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task OldRunsAreDeletedWithTheirJournalsAndTheirThreadsStay()
    {
        var run = await Runs.BeginAsync(New(), default);
        await _storage.Stores.Journal.AppendAsync(Entry(run.RunId), default);
        await Complete(run);

        (await Runs.PruneAsync(Noon.AddSeconds(1), 10, default)).ShouldBe(0);
        (await Runs.PruneAsync(Noon.AddSeconds(2), 10, default)).ShouldBe(1);

        (await Runs.FindAsync(run.RunId, default)).ShouldBeNull();
        (await _storage.Stores.Journal.ListAsync(run.RunId, default)).ShouldBeEmpty();
        (await Threads.ListAsync("client_0", "thread", 10, 10, default)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData(RunStatus.Cancelled, true, true)]
    [InlineData(RunStatus.Interrupted, true, true)]
    [InlineData(RunStatus.Failed, true, true)]
    [InlineData(RunStatus.Failed, false, false)]
    public async Task ARunThatMayGoOnIsNotDeleted(RunStatus? status, bool resumable, bool stays)
    {
        var run = await Runs.BeginAsync(New(), default);
        await _storage.Stores.Journal.AppendAsync(Entry(run.RunId), default);
        if (status is { } ended)
            await Runs.EndAsync(run.RunId, new RunEnd(ended, Noon, resumable), default);

        await Runs.PruneAsync(Noon.AddYears(1), 10, default);

        (await Runs.FindAsync(run.RunId, default) is not null).ShouldBe(stays);
        (await _storage.Stores.Journal.ListAsync(run.RunId, default)).Count.ShouldBe(stays ? 1 : 0);
    }

    [Fact]
    public async Task TheOldestRunsAreDeletedFirst()
    {
        var runs = new List<RunRecord>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await Runs.BeginAsync(New(), default));
            await Runs.EndAsync(runs[i].RunId, new RunEnd(RunStatus.Failed, Noon.AddDays(-i), Resumable: false), default);
        }

        (await Runs.PruneAsync(Noon.AddYears(1), 2, default)).ShouldBe(2);

        (await Runs.FindAsync(runs[0].RunId, default)).ShouldNotBeNull();
        (await Runs.FindAsync(runs[1].RunId, default)).ShouldBeNull();
    }

    [Fact]
    public async Task TheSameRequestTakesUpTheRunThatAProcessLeftBehind()
    {
        var run = await Runs.BeginAsync(New(), default);
        await _storage.ReopenAsync();

        (await Runs.BeginAsync(New(), default)).RunId.ShouldBe(run.RunId);
    }

    [Theory]
    [InlineData(RunStatus.Cancelled, true, true)]
    [InlineData(RunStatus.Interrupted, true, true)]
    [InlineData(RunStatus.Failed, true, true)]
    [InlineData(RunStatus.Failed, false, false)]
    public async Task ARunThatEndedIsTakenUpWhenItMayBe(RunStatus status, bool resumable, bool takenUp)
    {
        var run = await Runs.BeginAsync(New(), default);
        await Runs.EndAsync(run.RunId, new RunEnd(status, Noon, resumable, "it failed"), default);
        (await Runs.FindAsync(run.RunId, default)).ShouldNotBeNull().Status.ShouldBe(status);

        var next = await Runs.BeginAsync(New(), default);

        (next.RunId == run.RunId).ShouldBe(takenUp);
        next.Status.ShouldBe(RunStatus.Running);
        next.Error.ShouldBeNull();
    }

    [Fact]
    public async Task ACompletedRunIsNotTakenUp()
    {
        var run = await Runs.BeginAsync(New(), default);
        await Complete(run);

        (await Runs.BeginAsync(New(), default)).RunId.ShouldNotBe(run.RunId);
        (await Runs.ResumeAsync(run.RunId, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("client_1", "thread", "hash")]
    [InlineData("client_0", "other", "hash")]
    [InlineData("client_0", "thread", "other")]
    public async Task ARunOfAnotherClientThreadOrRequestIsNotTakenUp(string client, string thread, string hash)
    {
        var run = await Runs.BeginAsync(New(), default);

        var other = await Runs.BeginAsync(New() with { ClientId = client, ThreadId = thread, RequestHash = hash }, default);

        other.RunId.ShouldNotBe(run.RunId);
    }

    [Fact]
    public async Task ARunIsNotTakenUpByItsRequestOnceTheThreadHasGoneOn()
    {
        var left = await Runs.BeginAsync(New(), default);
        await Complete(await Runs.BeginAsync(New() with { RequestHash = "other" }, default));

        var next = await Runs.BeginAsync(New(), default);

        next.RunId.ShouldNotBe(left.RunId);
        next.TurnsSeen.ShouldBe(1);
        (await Runs.ResumeAsync(left.RunId, default)).ShouldNotBeNull().TurnsSeen.ShouldBe(0);
    }

    [Fact]
    public async Task AThreadGivesTheLastTurnsOfThoseSeenOldestFirst()
    {
        var runs = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var run = await Runs.BeginAsync(New() with { RequestHash = $"hash {i}" }, default);
            run.TurnsSeen.ShouldBe(i);
            await Complete(run);
            runs.Add(run.RunId);
        }

        (await Threads.ListAsync("client_0", "thread", 4, 2, default)).Select(turn => turn.RunId).ShouldBe(runs[2..4]);
        (await Threads.ListAsync("client_1", "thread", 4, 2, default)).ShouldBeEmpty();
    }

    private NewRun New() => new()
    {
        RunId = $"run_{++_runs}",
        ClientId = "client_0",
        ThreadId = "thread",
        Kind = "query",
        Request = """{"query":"q"}""",
        RequestHash = "hash",
        StartedAt = Noon,
    };

    private Task Complete(RunRecord run) =>
        Runs.CompleteAsync(run.RunId, "{}", new ThreadTurn(run.RunId, "q " + run.RunId, "a"), Noon.AddSeconds(1), default);

    private static JournalEntry Entry(string runId) => new()
    {
        Key = new JournalKey(runId, "step", "kind"),
        RequestHash = "hash",
        Answer = new byte[] { 1 },
        RecordedAt = Noon,
        Duration = TimeSpan.Zero,
    };
}
