using System.Text;
using MctsAspire.Storage.Journals;

namespace MctsAspire.Storage.Tests.Journals;

public sealed class JournalTests : IAsyncLifetime
{
    private static readonly JournalKey Key = new("run_1", "hrm/answer-1", "answer");

    private readonly TemporaryStorage _storage = new();

    private IJournal Journal => _storage.Stores.Journal;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ARecordedAnswerIsGivenAgainForTheSameRequest()
    {
        var entry = Entry(Key, "hash", "answer");
        await Journal.AppendAsync(entry, default);

        var found = (await Journal.FindAsync(Key, "hash", default)).ShouldNotBeNull();

        Encoding.UTF8.GetString(found.Answer.Span).ShouldBe("answer");
        found.Duration.ShouldBe(entry.Duration);
        found.RecordedAt.ShouldBe(entry.RecordedAt);
    }

    [Fact]
    public async Task AStepThatIsNotRecordedIsNull() => (await Journal.FindAsync(Key, "hash", default)).ShouldBeNull();

    [Fact]
    public async Task ARecordedStepWithAnotherRequestIsRefused()
    {
        await Journal.AppendAsync(Entry(Key, "hash", "answer"), default);

        (await Should.ThrowAsync<NonDeterminismException>(() => Journal.FindAsync(Key, "other", default))).Key.ShouldBe(Key);
        (await Should.ThrowAsync<NonDeterminismException>(() => Journal.AppendAsync(Entry(Key, "other", "answer"), default))).Message.ShouldContain("hrm/answer-1");
    }

    [Fact]
    public async Task TheFirstAnswerRecordedForAStepStays()
    {
        await Journal.AppendAsync(Entry(Key, "hash", "first"), default);

        var kept = await Journal.AppendAsync(Entry(Key, "hash", "second"), default);

        Encoding.UTF8.GetString(kept.Answer.Span).ShouldBe("first");
        (await Journal.ListAsync("run_1", default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AnswersSurviveAReopening()
    {
        await Journal.AppendAsync(Entry(Key, "hash", "answer"), default);

        await _storage.ReopenAsync();

        (await Journal.FindAsync(Key, "hash", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task ManyWritersAtOnceLoseNothing()
    {
        await Parallel.ForAsync(0, 200, async (i, cancellationToken) => await Journal.AppendAsync(Entry(Key with { Step = $"step-{i % 100}" }, "hash", "answer"), cancellationToken));

        (await Journal.ListAsync("run_1", default)).Select(entry => entry.Key.Step).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => $"step-{i}").Order());
    }

    internal static JournalEntry Entry(JournalKey key, string hash, string answer) => new()
    {
        Key = key,
        RequestHash = hash,
        Answer = Encoding.UTF8.GetBytes(answer),
        RecordedAt = new DateTimeOffset(2025, 1, 31, 12, 0, 0, 123, TimeSpan.Zero),
        Duration = TimeSpan.FromTicks(12_345),
    };
}
