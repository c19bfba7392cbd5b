using MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

namespace MctsAspire.LlmGateway.Tests.Primitives;

public sealed class DecomposerTests
{
    [Theory]
    [InlineData("When was the mill built?")]
    [InlineData("Recommend defensive positions for night attack scenario")]
    [InlineData("What do the red and the green lamp mean?")]
    [InlineData("Who are Romeo and Juliet")]
    [InlineData("After the mayor died, who led the town?")]
    [InlineData("When the dam broke, what happened?")]
    [InlineData("In the summer of 1925, who built the mill?")]
    public void WhatCannotBeSplitStaysAsItIs(string query) => Decomposer.Split(query, 4).Single().TrimEnd('?').ShouldBe(query.TrimEnd('?'));

    [Fact]
    public void ClausesThatAskAreSplitAndPronounsReplaced() =>
        Decomposer.Split("Who built the Humber Bridge and when did it open?", 4).ShouldBe(["Who built the Humber Bridge?", "When did the Humber Bridge open?"]);

    [Fact]
    public void SeveralQuestionsAreSeveralParts() =>
        Decomposer.Split("Who runs the ferry? How much is a ticket? May dogs come?", 4).ShouldBe(["Who runs the ferry?", "How much is a ticket?", "May dogs come?"]);

    [Fact]
    public void AComparisonAsksForEachSide() =>
        Decomposer.Split("Which is longer, the Humber Bridge or the Severn Bridge?", 4).ShouldBe(["How long is the Humber Bridge?", "How long is the Severn Bridge?"]);

    [Fact]
    public void AComparisonWithThanAsksForEachSide() =>
        Decomposer.Split("Is the rye bread older than the ferry?", 4).ShouldBe(["How old is the rye bread?", "How old is the ferry?"]);

    [Fact]
    public void ADifferenceAsksForBothThings() =>
        Decomposer.Split("What is the difference between yogurt and kefir?", 4).ShouldBe(["What is yogurt?", "What is kefir?", "How do yogurt and kefir differ?"]);

    [Fact]
    public void TwoSubjectsAreAskedForOneByOne() =>
        Decomposer.Split("When were Spirit and Curiosity launched?", 4).ShouldBe(["When was Spirit launched?", "When was Curiosity launched?"]);

    [Fact]
    public void TasksThatFollowOneAnotherAreSplit() =>
        Decomposer.Split("List the tools and explain the order of work", 4).ShouldBe(["List the tools?", "Explain the order of work?"]);

    [Fact]
    public void WhatIsOverTheLimitStaysInTheLastPart() =>
        Decomposer.Split("Who came? Who went? Who stayed?", 2).ShouldBe(["Who came?", "Who went? Who stayed?"]);
}
