using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Tests.Primitives;

public sealed class EmbeddedReasonerTests : IDisposable
{
    private readonly EvidenceReader _reader = new();
    private readonly EmbeddedReasoner _reasoner;

    public EmbeddedReasonerTests() => _reasoner = new EmbeddedReasoner(_reader);

    public void Dispose() => _reader.Dispose();

    [Theory]
    [InlineData("Who built the Harbour Bridge?", "built by Anna Lindqvist")]
    [InlineData("How long is the bridge?", "412 metres long")]
    [InlineData("Why was the bridge closed?", "because its cables had rusted")]
    [InlineData("When does the bakery open?", "opens at 05:30")]
    [InlineData("How much does a ticket for the ferry cost?", "costs 3 euros")]
    [InlineData("How often does the ferry cross the sound?", "every 20 minutes")]
    public async Task TheFirstCitationHoldsTheAnswer(string query, string answer)
    {
        var draft = (await _reasoner.AnswerAsync(Ask(query), CancellationToken.None)).Draft;
        draft.Answerable.ShouldBeTrue();
        draft.Citations[0].Text.ShouldContain(answer);
        draft.Text.ShouldContain(answer);
    }

    [Theory]
    [InlineData("What is the population of Peru?")]
    [InlineData("Who wrote the opera Aida?")]
    public async Task WhatTheDocumentsDoNotHoldIsNotAnswered(string query)
    {
        var draft = (await _reasoner.AnswerAsync(Ask(query), CancellationToken.None)).Draft;
        draft.Answerable.ShouldBeFalse();
        draft.Citations.ShouldBeEmpty();
        draft.Text.ShouldStartWith("The documents do not say.");
        draft.Confidence.ShouldBeLessThan(0.2);
    }

    [Fact]
    public async Task WithoutPassagesNothingIsAnswered()
    {
        var draft = (await _reasoner.AnswerAsync(new AnswerRequest { Query = "Who built the bridge?" }, CancellationToken.None)).Draft;
        draft.Answerable.ShouldBeFalse();
        draft.Confidence.ShouldBe(0);
    }

    [Fact]
    public async Task EachPartOfAQuestionIsAnswered()
    {
        var draft = (await _reasoner.AnswerAsync(Ask("Who built the Harbour Bridge and when does the bakery open?"), CancellationToken.None)).Draft;
        draft.Text.ShouldContain("Anna Lindqvist");
        draft.Text.ShouldContain("05:30");
    }

    [Fact]
    public async Task AFollowUpIsAnsweredFromWhatTheTurnBeforeWasAbout()
    {
        var request = Ask("When was it reopened?");
        request.History.Add(new Turn { Query = "Why was the Harbour Bridge closed?", Response = "Because its cables had rusted." });
        var draft = (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft;
        draft.Citations[0].Text.ShouldContain("reopened in 1991");
    }

    [Theory]
    [InlineData("Who bilt the Harbor Bridge?", "Anna Lindqvist")]
    [InlineData("Who constructed the Harbour Bridge?", "Anna Lindqvist")]
    [InlineData("When was the bridge opened again by Oscar Dahl?", "reopened in 1991")]
    public async Task MisspelledWordsAndSynonymsAreUnderstood(string query, string answer) =>
        (await _reasoner.AnswerAsync(Ask(query), CancellationToken.None)).Draft.Citations[0].Text.ShouldContain(answer);

    [Theory]
    [InlineData("When was the UN founded?")]
    [InlineData("When was the U.N. founded?")]
    [InlineData("When were the United Nations founded?")]
    public async Task ANameMayStandInFullOrByItsInitials(string query)
    {
        foreach (var name in new[] { "United Nations", "UN" })
        {
            var request = new AnswerRequest { Query = query };
            request.Passages.Add(Passages.Of("a", $"After the war, the {name} were founded in 1945. The League was founded in 1920."));
            request.Passages.Add(Passages.Of("b", "The bakery was founded in 1890. It sells bread to the whole town."));
            (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft.Citations[0].Text.ShouldContain("1945");
        }
    }

    [Fact]
    public async Task AWordRepeatedAThousandTimesIsNoAnswer()
    {
        foreach (var separator in new[] { " ", ". ", "\n", "\n\n" })
        {
            var request = Ask("Who built the Harbour Bridge?");
            request.Passages.Insert(0, Passages.Of("spam", string.Join(separator, Enumerable.Repeat("bridge", 1000)), score: 9));
            request.Passages.Insert(0, Passages.Of("more", string.Join(separator, Enumerable.Repeat("built Harbour Bridge", 1000)), score: 9));
            var draft = (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft;
            draft.Citations[0].Text.ShouldContain("Anna Lindqvist");
            draft.Text.ShouldNotContain("bridge bridge");
        }
    }

    [Fact]
    public async Task WhatAPronounStandsForIsPutInFront()
    {
        var draft = (await _reasoner.AnswerAsync(Ask("How long is the Harbour Bridge in metres?"), CancellationToken.None)).Draft;
        draft.Citations[0].Text.ShouldStartWith("It is 412 metres long");
        draft.Text.ShouldStartWith("The Harbour Bridge was built by");
    }

    [Fact]
    public async Task RunnersUpAreCitedAndNotQuoted()
    {
        var draft = (await _reasoner.AnswerAsync(Ask("How long is the Harbour Bridge in metres?"), CancellationToken.None)).Draft;
        draft.Citations.ShouldContain(citation => !draft.Text.Contains(citation.Text));
    }

    [Fact]
    public async Task TheColumnsOfATableAreReadWithItsRows()
    {
        var request = new AnswerRequest { Query = "What is the mass of Curiosity?" };
        request.Passages.Add(Passages.Of("rovers", "Curiosity was set down by a crane. It works in winter.\n\n| Rover | Landed | Mass |\n|---|---|---|\n| Spirit | 4 January 2004 | 185 kg |\n| Curiosity | 6 August 2012 | 899 kg |\n"));
        var draft = (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft;
        draft.Citations[0].Text.ShouldContain("899 kg");
    }

    [Fact]
    public async Task DocumentsThatContradictEachOtherAreBothCitedAndItIsSaid()
    {
        var request = new AnswerRequest { Query = "When was the Harbour Bridge built?" };
        request.Passages.Add(Passages.Of("a", "The Harbour Bridge was built in 1925 by the city.", "Guide"));
        request.Passages.Add(Passages.Of("b", "The Harbour Bridge was built in 1931 by the city.", "Almanac"));
        var draft = (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft;
        draft.Text.ShouldStartWith("The documents disagree.");
        draft.Citations.Select(citation => citation.DocumentId).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task ALineIsWorthMoreWhenAnotherDocumentAgreesAndLessWhenOneContradicts()
    {
        var agreed = await ValueBeside("Anna Lindqvist, an engineer from Malmö, built the Harbour Bridge.");
        var alone = await ValueBeside("The ferry crosses the sound every 20 minutes.");
        var contradicted = await ValueBeside("The Harbour Bridge was built by Oskar Dahl.");
        agreed.ShouldBeGreaterThan(alone);
        contradicted.ShouldBeLessThan(alone);
    }

    [Fact]
    public async Task DocumentsThatAgreeAreNotSaidToDisagree()
    {
        var request = new AnswerRequest { Query = "When was the Harbour Bridge built?" };
        request.Passages.Add(Passages.Of("a", "The Harbour Bridge was built in 1925 by the city.", "Guide"));
        request.Passages.Add(Passages.Of("b", "In 1925 the Harbour Bridge was built.", "Almanac"));
        (await _reasoner.AnswerAsync(request, CancellationToken.None)).Draft.Text.ShouldNotContain("disagree");
    }

    [Fact]
    public async Task ADraftThatLeavesOutTheBestSentenceIsCriticisedAndRefined()
    {
        var best = (await _reasoner.AnswerAsync(Ask("Who built the Harbour Bridge?"), CancellationToken.None)).Draft;
        var wrong = Quote(Passages.Town[0], "It is 412 metres long and carries two lanes.");
        var critique = new CritiqueRequest { Query = "Who built the Harbour Bridge?", Draft = wrong };
        critique.Passages.AddRange(Passages.Town);
        var judged = (await _reasoner.CritiqueAsync(critique, CancellationToken.None)).Critique;
        judged.Issues.ShouldNotBeEmpty();

        critique.Draft = best;
        var better = (await _reasoner.CritiqueAsync(critique, CancellationToken.None)).Critique;
        better.Score.ShouldBeGreaterThan(judged.Score);

        var refine = new RefineRequest { Query = "Who built the Harbour Bridge?", Draft = wrong, Critique = judged };
        refine.Passages.AddRange(Passages.Town);
        (await _reasoner.RefineAsync(refine, CancellationToken.None)).Draft.Citations[0].Text.ShouldContain("Anna Lindqvist");
    }

    [Fact]
    public async Task ADraftWithCitationsThatAreNowhereIsCriticised()
    {
        var invented = new Draft { Text = "Bob built it.", Answerable = true, Confidence = 0.9 };
        invented.Citations.Add(new Citation { DocumentId = "nowhere", Start = 0, End = 13, Text = "Bob built it." });
        var request = new CritiqueRequest { Query = "Who built the Harbour Bridge?", Draft = invented };
        request.Passages.AddRange(Passages.Town);
        var critique = (await _reasoner.CritiqueAsync(request, CancellationToken.None)).Critique;
        critique.Issues.ShouldContain(issue => issue.Contains("not in the passages"));
        critique.Score.ShouldBe(0);
    }

    [Fact]
    public async Task TheSentenceThatAgentsAgreeOnComesFirst()
    {
        var request = new SynthesizeRequest { Query = "Who built the Harbour Bridge?" };
        request.Passages.AddRange(Passages.Town);
        request.Drafts.Add(new AgentDraft { Agent = "hrm", Draft = Quote(Passages.Town[0], "The Harbour Bridge was built by Anna Lindqvist between 1921 and 1925.", 0.7) });
        request.Drafts.Add(new AgentDraft { Agent = "trm", Draft = Quote(Passages.Town[0], "The Harbour Bridge was built by Anna Lindqvist between 1921 and 1925.", 0.7) });
        request.Drafts.Add(new AgentDraft { Agent = "mcts", Draft = Quote(Passages.Town[1], "Dogs travel free.", 0.3) });
        var draft = (await _reasoner.SynthesizeAsync(request, CancellationToken.None)).Draft;
        draft.Citations[0].Text.ShouldContain("Anna Lindqvist");
        draft.Text.ShouldStartWith("The Harbour Bridge was built by");

        var reversed = request.Clone();
        reversed.Drafts.Clear();
        reversed.Drafts.AddRange(request.Drafts.Reverse());
        (await _reasoner.SynthesizeAsync(reversed, CancellationToken.None)).Draft.ShouldBe(draft);
    }

    [Fact]
    public async Task EveryResponseNamesItsOriginAndIsDeterministic()
    {
        var origin = (await _reasoner.AnswerAsync(Ask("Who built it?"), CancellationToken.None)).Origin;
        origin.Provider.ShouldBe("embedded");
        origin.Model.ShouldNotBeEmpty();
        origin.Deterministic.ShouldBeTrue();
        origin.Usage.ShouldBe(new Usage());
    }

    [Fact]
    public async Task ACancelledCallEndsAsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _reasoner.AnswerAsync(Ask("Who?"), cancelled.Token));
    }

    private async Task<double> ValueBeside(string other)
    {
        var claim = Passages.Of("a", "The Harbour Bridge was built by Anna Lindqvist.");
        var request = new EvaluateRequest { Query = "Who built the Harbour Bridge?", Passages = { claim, Passages.Of("b", other) } };
        request.State = new ReasoningState { Strategy = "direct", Evidence = { Quote(claim, claim.Text).Citations } };
        return (await _reasoner.EvaluateAsync(request, CancellationToken.None)).Value;
    }

    private static AnswerRequest Ask(string query)
    {
        var request = new AnswerRequest { Query = query };
        request.Passages.AddRange(Passages.Town);
        return request;
    }

    private static Draft Quote(Passage passage, string text, double confidence = 0.5)
    {
        var start = passage.Text.IndexOf(text, StringComparison.Ordinal);
        var draft = new Draft { Text = text, Answerable = true, Confidence = confidence };
        draft.Citations.Add(new Citation { DocumentId = passage.DocumentId, Title = passage.Title, PassageId = passage.PassageId, Start = start, End = start + text.Length, Text = text });
        return draft;
    }
}
