using MctsAspire.Storage.Documents;
using Microsoft.Extensions.Time.Testing;
using static MctsAspire.Storage.Tests.Documents.Texts;

namespace MctsAspire.Storage.Tests.Documents;

public sealed class DocumentStoreTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryStorage _storage;

    public DocumentStoreTests() => _storage = new TemporaryStorage(_time);

    private IDocumentStore Documents => _storage.Stores.Documents;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ADocumentIsGivenBackAsItWasStored()
    {
        var document = Document("tank", "Der Tank faßt 40 l. 🚰\nEr ist rot.") with { Metadata = new Dictionary<string, string> { ["source"] = "manual" } };

        await Documents.PutAsync([document], default);

        var stored = (await Documents.FindAsync("tank", default)).ShouldNotBeNull();
        stored.Text.ShouldBe(document.Text);
        stored.Record.Title.ShouldBe("A title");
        stored.Record.Length.ShouldBe(document.Text.Length);
        stored.Record.PassageCount.ShouldBe(2);
        stored.Record.StoredAt.ShouldBe(_time.GetUtcNow());
        stored.Record.Metadata.ShouldBe(document.Metadata);
    }

    [Fact]
    public async Task AWriteAnswersWithTheDocumentsInTheOrderGivenAndTheTotal()
    {
        await Documents.PutAsync([Document("m", "x")], default);

        var answer = await Documents.PutAsync([Document("z", "x"), Document("a", "x")], default);

        answer.Documents.Select(document => document.Id).ShouldBe(["z", "a"]);
        answer.Total.ShouldBe(3);
    }

    [Fact]
    public async Task AnAbsentDocumentIsNull() => (await Documents.FindAsync("none", default)).ShouldBeNull();

    [Fact]
    public async Task DocumentsSurviveAReopening()
    {
        await Documents.PutAsync([Document("tank", "The tank is red.")], default);

        await _storage.ReopenAsync();

        (await Documents.FindAsync("tank", default)).ShouldNotBeNull().Text.ShouldBe("The tank is red.");
        (await Documents.SearchAsync(["tank"], 5, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task PagesFollowTheOrderOfIds()
    {
        await Documents.PutAsync([.. new[] { "d", "b", "a", "c", "e" }.Select(id => Document(id, "x"))], default);

        var first = await Documents.ListAsync(null, 2, default);
        var second = await Documents.ListAsync(first.Next, 2, default);
        var last = await Documents.ListAsync(second.Next, 2, default);

        first.Documents.Concat(second.Documents).Concat(last.Documents).Select(document => document.Id).ShouldBe(["a", "b", "c", "d", "e"]);
        first.Total.ShouldBe(5);
        last.Next.ShouldBeNull();
    }

    [Fact]
    public async Task AFullLastPageHasNoNext()
    {
        await Documents.PutAsync([Document("a", "x"), Document("b", "x")], default);

        (await Documents.ListAsync(null, 2, default)).Next.ShouldBeNull();
    }

    [Fact]
    public async Task ADeletedDocumentIsGoneFromReadsAndSearches()
    {
        await Documents.PutAsync([Document("tank", "The tank is red."), Document("pump", "The pump is red.")], default);

        (await Documents.DeleteAsync("tank", default)).ShouldBeTrue();

        (await Documents.FindAsync("tank", default)).ShouldBeNull();
        (await Documents.SearchAsync(["red"], 5, default)).Select(passage => passage.DocumentId).ShouldBe(["pump"]);
        (await Documents.SearchAsync(["tank"], 5, default)).ShouldBeEmpty();
        (await Documents.DeleteAsync("tank", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task AReplacedDocumentIsFoundByItsNewWordsOnly()
    {
        await Documents.PutAsync([Document("tank", "It is red.\nIt is old.")], default);

        await Documents.PutAsync([Document("tank", "It is green.")], default);

        (await Documents.SearchAsync(["red", "old"], 5, default)).ShouldBeEmpty();
        (await Documents.SearchAsync(["green"], 5, default)).ShouldHaveSingleItem().PassageId.ShouldBe("tank#1");
        (await Documents.ListAsync(null, 5, default)).Total.ShouldBe(1);
    }

    [Fact]
    public async Task AFailureInTheMiddleOfManyStoresNone()
    {
        var outside = Document("second", "short") with { Passages = [new NewPassage(0, 99, "")] };

        await Should.ThrowAsync<ArgumentException>(() => Documents.PutAsync([Document("first", "x"), outside], default));

        (await Documents.ListAsync(null, 5, default)).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData('a', '\0')]
    [InlineData('\uD800', 'b')]
    [InlineData('b', '\uDC00')]
    [InlineData('\uDC00', '\uD800')]
    public async Task TextThatCanNotBeStoredAsItIsIsRefused(char first, char second) =>
        await Should.ThrowAsync<ArgumentException>(() => Documents.PutAsync([Document("bad", $"{first}{second}")], default));

    [Fact]
    public async Task ACancelledWriteStoresNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Documents.PutAsync([Document("a", "x")], cancelled.Token));

        (await Documents.FindAsync("a", default)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadersSeeTheOldDocumentOrTheNewOneNeverAMixture()
    {
        NewDocument Version(int number) => Document("doc", string.Join('\n', Enumerable.Repeat($"version{number} text", 50)));
        await Documents.PutAsync([Version(0)], default);
        using var done = new CancellationTokenSource();

        var reader = Task.Run(async () =>
        {
            var seen = 0;
            while (!done.IsCancellationRequested || seen == 0)
            {
                var found = await Documents.SearchAsync(["text"], 100, default);
                found.Count.ShouldBe(50);
                found.Select(passage => passage.Text).Distinct().ShouldHaveSingleItem();
                seen++;
            }
        });
        for (var i = 1; i <= 30; i++)
            await Documents.PutAsync([Version(i)], default);
        await done.CancelAsync();

        await reader;
    }
}
