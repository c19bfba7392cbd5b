using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

public sealed class OutboxTests : IDisposable
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LinesComeBackInTheirOrderAfterAReopening()
    {
        await using (var outbox = Open())
            await AddAsync(outbox, 0, 10);
        await using (var outbox = Open())
        {
            await AddAsync(outbox, 10, 5);

            Ids(outbox, 0).ShouldBe(Enumerable.Range(0, 15).Select(i => $"id-{i}"));
            Ids(outbox, 12).ShouldBe(["id-12", "id-13", "id-14"]);
            outbox.Next.ShouldBe(15);
        }
    }

    [Fact]
    public async Task ATornLineAtTheEndIsCutOffAndTheNextOneTakesItsPlace()
    {
        await using (var outbox = Open())
            await AddAsync(outbox, 0, 2);
        File.AppendAllText(Directory.GetFiles(_folder.Path, "*.jsonl").Single(), """{"kind":"decision","id":"torn""");

        await using var reopened = Open();
        await AddAsync(reopened, 2, 1);

        Ids(reopened, 0).ShouldBe(["id-0", "id-1", "id-2"]);
    }

    [Fact]
    public async Task ALineThatTheDiskSpoiltIsToldAsUnsoundAndTheOthersStay()
    {
        await using (var outbox = Open())
            await AddAsync(outbox, 0, 3);
        var file = Directory.GetFiles(_folder.Path, "*.jsonl").Single();
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(Encoding.UTF8.GetString(bytes).IndexOf("id-1", StringComparison.Ordinal) - 10, 20).Clear();
        File.WriteAllBytes(file, bytes);

        await using var reopened = Open();
        var records = new OutboxReader(reopened).Read(0, 10, int.MaxValue);

        records.Select(record => record.IsSound).ShouldBe([true, false, true]);
        records.Select(record => record.Sequence).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task TheOldestSegmentGoesWhenThereIsTooMuch()
    {
        await using var outbox = Open(new OutboxLimits(MaximumBytes: 2000, SegmentBytes: 500));
        for (var i = 0; i < 100; i++)
            await AddAsync(outbox, i, 1);

        outbox.Bytes.ShouldBeLessThanOrEqualTo(2000 + 100);
        outbox.First.ShouldBeGreaterThan(50);
        Ids(outbox, 0).ShouldBe(Enumerable.Range((int)outbox.First, 100 - (int)outbox.First).Select(i => $"id-{i}"));
    }

    [Fact]
    public async Task WhatEverybodyHasIsDeleted()
    {
        await using var outbox = Open(new OutboxLimits(SegmentBytes: 500));
        for (var i = 0; i < 50; i++)
            await AddAsync(outbox, i, 1);

        outbox.Forget(50);

        Directory.GetFiles(_folder.Path, "*.jsonl").Length.ShouldBe(1);
        outbox.Next.ShouldBe(50);
    }

    [Fact]
    public async Task AFolderBelongsToOneAtATime()
    {
        await using (Open())
            Outbox.TryOpen(_folder.Path, new OutboxLimits()).ShouldBeNull();
        await using var later = Open();
        later.Next.ShouldBe(0);
    }

    [Fact]
    public async Task ALineThatIsTooLongIsRefusedBeforeItIsWritten()
    {
        await using var outbox = Open();

        (await Should.ThrowAsync<ArgumentException>(() => outbox.AppendAsync("decision", "long", Moment, JsonSerializer.SerializeToElement(new string('a', OutboxLimits.LongestLine)), default)))
            .Message.ShouldContain("1048576");
        outbox.Next.ShouldBe(0);
    }

    [Fact]
    public async Task ManyWritersAtOnceEachFindTheirLineOnce()
    {
        await using var outbox = Open();

        await Parallel.ForAsync(0, 500, async (i, cancellation) => await outbox.AppendAsync("decision", $"id-{i}", Moment, JsonSerializer.SerializeToElement(i), cancellation));

        Ids(outbox, 0).Order().ShouldBe(Enumerable.Range(0, 500).Select(i => $"id-{i}").Order());
    }

    [Fact]
    public async Task LinesThatAPowerCutTookDontLetNewOnesPassForConfirmed()
    {
        await using (var outbox = Open())
            await AddAsync(outbox, 0, 2);
        new Acknowledgement(5, new Dictionary<string, string>()).Write(Acknowledgement.PathOf(_folder.Path, "pinecone"));

        await using var reopened = Open();
        await AddAsync(reopened, 5, 1);

        Ids(reopened, 5).ShouldBe(["id-5"]);
        Ids(reopened, 0).ShouldBe(["id-0", "id-1", "id-5"]);
        Ids(reopened, 2).ShouldBe(["id-5"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Next\":-1,\"State\":{}}")]
    [InlineData("{\"Next\":3}")]
    [InlineData("[1,2")]
    public void AConfirmationThatCantBeReadConfirmsNothing(string content)
    {
        var path = Acknowledgement.PathOf(_folder.Path, "braintrust");
        File.WriteAllText(path, content);

        Acknowledgement.Read(path).Next.ShouldBe(0);
    }

    private Outbox Open(OutboxLimits? limits = null) => Outbox.TryOpen(_folder.Path, limits ?? new OutboxLimits()).ShouldNotBeNull();

    private static async Task AddAsync(Outbox outbox, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            await outbox.AppendAsync("decision", $"id-{i}", Moment, JsonSerializer.SerializeToElement(new { number = i }), default);
    }

    // A reader of its own for each call, and in steps, as readers go.
    private static List<string> Ids(Outbox outbox, long from)
    {
        var reader = new OutboxReader(outbox);
        var ids = new List<string>();
        while (reader.Read(from, 7, 400) is { Count: > 0 } records)
        {
            ids.AddRange(records.Select(record => record.Id));
            from = records[^1].Sequence + 1;
        }

        return ids;
    }
}
