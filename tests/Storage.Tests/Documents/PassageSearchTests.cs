using MctsAspire.Storage.Documents;
using static MctsAspire.Storage.Tests.Documents.Texts;

namespace MctsAspire.Storage.Tests.Documents;

public sealed class PassageSearchTests : IAsyncLifetime
{
    private readonly TemporaryStorage _storage = new();

    private IDocumentStore Documents => _storage.Stores.Documents;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task APassageCarriesItsPlaceAndItsOffsets()
    {
        var document = Document("tank", "First line.\n🚰 Second line about valves.", title: "Tanks", heading: "Manual > Valves");
        await Documents.PutAsync([document], default);

        var found = (await Documents.SearchAsync(["valves"], 1, default)).ShouldHaveSingleItem();

        found.PassageId.ShouldBe("tank#2");
        found.Title.ShouldBe("Tanks");
        found.Heading.ShouldBe("Manual > Valves");
        found.Text.ShouldBe("🚰 Second line about valves.");
        document.Text[found.Start..found.End].ShouldBe(found.Text);
    }

    [Fact]
    public async Task ThePassageWithMoreOfTheWordsComesFirst()
    {
        await Documents.PutAsync([Document("a", "The tank is red."), Document("b", "The red tank has a leaking valve."), Document("c", "A valve.")], default);

        var found = await Documents.SearchAsync(["red", "tank", "leaking", "valve"], 5, default);

        found[0].DocumentId.ShouldBe("b");
        found.Select(passage => passage.Score).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task WordsAreFoundByTheirStemsWithoutCaseAndAccents()
    {
        await Documents.PutAsync([Document("a", "The defenders' Cafés were defended.")], default);

        (await Documents.SearchAsync(["DEFENDING"], 5, default)).ShouldHaveSingleItem();
        (await Documents.SearchAsync(["cafe"], 5, default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task TheTitleCountsMoreThanTheText()
    {
        await Documents.PutAsync([Document("text", "Something about the volcano here.", title: "Mountains of fire"), Document("title", "Something about the mountain here.", title: "Volcano and fire")], default);

        (await Documents.SearchAsync(["volcano"], 5, default))[0].DocumentId.ShouldBe("title");
    }

    [Fact]
    public async Task EqualScoresFollowTheOrderOfDocumentAndPlace()
    {
        await Documents.PutAsync([Document("c", "same\nsame"), Document("a", "same\nsame"), Document("b", "same\nsame")], default);

        (await Documents.SearchAsync(["same"], 4, default)).Select(passage => passage.PassageId).ShouldBe(["a#1", "a#2", "b#1", "b#2"]);
    }

    [Theory]
    [InlineData("日本の首都は東京です。", "首都")]
    [InlineData("日本の首都は東京です。", "東京")]
    [InlineData("犬が好き。", "犬")]
    [InlineData("The word 東京 means Tokyo.", "東京")]
    [InlineData("Der Sturm kam aus Westen.", "Sturm")]
    [InlineData("Вода кипит при 100 градусах.", "вода")]
    public async Task WordsOfOtherScriptsAreFound(string text, string word)
    {
        await Documents.PutAsync([Document("wanted", text), Document("other", "nothing of that kind")], default);

        (await Documents.SearchAsync([word], 5, default)).Select(passage => passage.DocumentId).ShouldBe(["wanted"]);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("tank\" OR \"x")]
    [InlineData("NEAR(")]
    [InlineData("heading:")]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("AND")]
    public async Task WhatLooksLikeQuerySyntaxIsTakenAsText(string word)
    {
        await Documents.PutAsync([Document("a", "nothing here")], default);

        (await Documents.SearchAsync([word], 5, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task NoWordsFindNothing() => (await Documents.SearchAsync([], 5, default)).ShouldBeEmpty();
}
