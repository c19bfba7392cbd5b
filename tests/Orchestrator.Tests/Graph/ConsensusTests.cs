using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Tests.Graph;

public sealed class ConsensusTests
{
    [Fact]
    public void FewerThanTwoAnswersAreNoConsensus()
    {
        Consensus.Score([]).ShouldBeNull();
        Consensus.Score([Output("hrm", "The tank is red.")]).ShouldBeNull();
    }

    [Fact]
    public void EqualAnswersAgreeFully() => Consensus.Score([Output("hrm", "The tank is red."), Output("trm", "The tank is red.")]).ShouldBe(1);

    [Fact]
    public void AnswersWithoutACommonWordDoNotAgree() => Consensus.Score([Output("hrm", "The tank is red."), Output("trm", "A pump hums.")]).ShouldBe(0);

    [Fact]
    public void TwoThatFindNoAnswerAgree() =>
        Consensus.Score([Output("hrm", "The documents do not say.", answerable: false), Output("trm", "Nothing is said of it.", answerable: false)]).ShouldBe(1);

    [Fact]
    public void OneThatFindsNoAnswerDisagreesWithOneThatDoes() =>
        Consensus.Score([Output("hrm", "The tank is red.", answerable: false), Output("trm", "The tank is red.")]).ShouldBe(0);

    [Fact]
    public void CaseOrderAndStopWordsDoNotMatter() =>
        Consensus.Score([Output("hrm", "The TANK is red"), Output("trm", "Red is the tank!")]).ShouldBe(1);

    [Fact]
    public void QuotationsCountAsMuchAsWords()
    {
        var first = Output("hrm", "The tank is red.", spans: [(0, 16)]);
        var second = Output("trm", "The tank is red.", spans: [(8, 24)]);

        // All words; 8 of 16 characters each.
        Consensus.Score([first, second]).ShouldNotBeNull().ShouldBe(0.75, 1e-9);
    }

    [Fact]
    public void QuotationsOfOtherDocumentsDoNotOverlap()
    {
        var first = Output("hrm", "red", spans: [(0, 10)]);
        var second = Output("trm", "red", spans: [(0, 10)], document: "other");

        Consensus.Score([first, second]).ShouldNotBeNull().ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void WhatIsQuotedTwiceCountsOnce() =>
        Consensus.Score([Output("hrm", "red", spans: [(0, 10), (5, 10), (0, 4)]), Output("trm", "red", spans: [(0, 10)])]).ShouldNotBeNull().ShouldBe(1, 1e-9);

    [Fact]
    public void PairsAreWeightedByTheirConfidences()
    {
        var unsure = Output("mcts", "A pump hums.", confidence: 0.1);

        var score = Consensus.Score([Output("hrm", "red tank", confidence: 0.9), Output("trm", "red tank", confidence: 0.9), unsure]).ShouldNotBeNull();

        // 0.81 of agreement against two pairs of 0.09 without.
        score.ShouldBe(0.81 / 0.99, 1e-9);
    }

    [Fact]
    public void PairsWithoutAnyConfidenceCountAlike() =>
        Consensus.Score([Output("hrm", "red", confidence: 0), Output("trm", "red", confidence: 0), Output("mcts", "blue", confidence: 0)]).ShouldNotBeNull().ShouldBe(1.0 / 3, 1e-9);

    [Fact]
    public void AConfidenceThatIsNoNumberCountsAsNone() =>
        Consensus.Score([Output("hrm", "red", confidence: double.NaN), Output("trm", "red")]).ShouldBe(1);

    private static AgentOutput Output(string agent, string text, double confidence = 0.8, bool answerable = true, (int Start, int End)[]? spans = null, string document = "doc") => new()
    {
        Agent = agent,
        Draft = new Draft
        {
            Text = text,
            Confidence = confidence,
            Answerable = answerable,
            Citations = { (spans ?? []).Select(span => new Citation { DocumentId = document, Start = span.Start, End = span.End }) },
        },
        Origin = ("embedded", "fake-1"),
    };
}
