using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.Storage.Documents;

namespace MctsAspire.Orchestrator.Tests.Retrieval;

public sealed class RetrieverTests : IAsyncLifetime
{
    private readonly GraphRig _rig = new(new FakeWorld());

    public async Task InitializeAsync()
    {
        await _rig.StoreAsync("eiffel", "The Eiffel Tower in Paris is a tower of iron. It was built from 1887 to 1889.");
        await _rig.StoreAsync("bridge", "The Tower Bridge in London was built from 1886 to 1894.");
        await _rig.StoreAsync("opera", "The opera house in Sydney was built in 1973.");
        await _rig.StoreAsync("tea", "Green tea is steeped for two minutes.");
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ThePassageThatAQuestionIsAboutComesFirst() => (await FindAsync("When was the opera house in Sydney built?")).First().ShouldBe("opera");

    [Fact]
    public async Task AFollowUpIsFoundByTheWordsOfTheTurnBefore()
    {
        (await FindAsync("And when was it built?", new Turn { Query = "What is the Eiffel Tower made of?", Response = "Iron." })).First().ShouldBe("eiffel");
        (await FindAsync("And when was it built?", new Turn { Query = "What stands in Sydney?", Response = "An opera house." })).First().ShouldBe("opera");
    }

    [Fact]
    public async Task AFollowUpIsFoundByWhatWasAnswered() =>
        (await FindAsync("When was it built?", new Turn { Query = "Which famous house stands in Australia?", Response = "The opera house in Sydney." })).First().ShouldBe("opera");

    [Fact]
    public async Task AFollowUpToAFollowUpReachesBackToWhatBothAreAbout()
    {
        var found = await FindAsync("And what is it made of?", new Turn { Query = "Where is the Eiffel Tower?", Response = "In Paris." }, new Turn { Query = "And when was it built?", Response = "From 1887 on." });

        found.First().ShouldBe("eiffel");
    }

    [Fact]
    public async Task AQuestionThatStandsByItselfIsNotDrawnToEarlierTurns() =>
        (await FindAsync("How long is green tea steeped?", new Turn { Query = "Where is the Eiffel Tower?", Response = "In Paris." })).ShouldBe(["tea"]);

    [Fact]
    public async Task AQuestionWithoutACommonWordFindsNothing() => (await FindAsync("Qui a peint la Joconde?")).ShouldBeEmpty();

    [Fact]
    public async Task NoMoreThanTheLimitIsFound() => (await FindAsync("tower bridge opera house tea built", limit: 2)).Count.ShouldBe(2);

    [Fact]
    public async Task ATitleThatWasStoredBeforeTitlesWereBoundedIsCut()
    {
        const string text = "Lunch is served at noon.";
        var document = new NewDocument { Id = "lunch", Title = string.Concat(Enumerable.Repeat("\U0001D158", 1_500)), Text = text, Metadata = new Dictionary<string, string>(), Passages = [new NewPassage(0, text.Length, "")] };
        await _rig.Storage.Documents.PutAsync([document], default);

        var found = await new Retriever(_rig.Storage.Documents).RetrieveAsync(new RetrievalRequest { Query = "When is lunch served?", Limit = 5 }, default);

        found.Passages.ShouldHaveSingleItem().Title.Length.ShouldBe(2_000);
    }

    [Theory]
    [InlineData("And when was it built?", true)]
    [InlineData("What about London?", true)]
    [InlineData("Why?", true)]
    [InlineData("Who lives there?", true)]
    [InlineData("How high are these towers?", true)]
    [InlineData("Of what material is it?", true)]
    [InlineData("How many are there?", true)]
    [InlineData("When did Galileo discover the moons of Jupiter, and how many are there?", false)]
    [InlineData("Where is the Eiffel Tower and when was it built?", false)]
    [InlineData("When was the Tower Bridge in London built?", false)]
    [InlineData("What is the capital of France?", false)]
    [InlineData("Recommend defensive positions for a night attack scenario", false)]
    public void AFollowUpIsToldByItsWords(string question, bool leans) => FollowUp.Is(question).ShouldBe(leans);

    [Theory]
    [InlineData("What is the capital of France?", "capital France")]
    [InlineData("Who is it?", "Who is it")]
    [InlineData("tank Tank TANK", "tank")]
    [InlineData("l'été 2024, à 3.5 km", "l été 2024 à 3 5 km")]
    [InlineData("?!", "")]
    public void TheWordsOfAQuestionAreThoseThatTellSomething(string question, string words) => string.Join(' ', QueryWords.Of(question)).ShouldBe(words);

    [Fact]
    public void OfALongQuestionTheBeginningAndTheEndAreLookedFor()
    {
        var words = QueryWords.Of(string.Join(' ', Enumerable.Range(0, 1_000).Select(i => $"word{i}")));

        words.Count.ShouldBe(QueryWords.Most);
        words[0].ShouldBe("word0");
        words[^1].ShouldBe("word999");
    }

    private async Task<List<string>> FindAsync(string query, params Turn[] history) => await FindAsync(query, 5, history);

    private async Task<List<string>> FindAsync(string query, int limit, params Turn[] history)
    {
        var retriever = new Retriever(_rig.Storage.Documents);
        var found = await retriever.RetrieveAsync(new RetrievalRequest { Query = query, History = { history }, Limit = limit }, default);
        return [.. found.Passages.Select(passage => passage.DocumentId)];
    }
}
