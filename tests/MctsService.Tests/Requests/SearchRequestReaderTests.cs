using FsCheck.Xunit;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Tests.Requests;

public class SearchRequestReaderTests
{
    [Fact]
    public void WhatIsUnsetIsThePresets()
    {
        var plan = Reading.Read(new SearchRequest { Reasoning = new() { Query = "Why?" } });

        plan.Preset.ShouldBe("balanced");
        (plan.Options.Iterations, plan.Options.Seed, plan.Options.ExplorationWeight, plan.Options.MaxDepth).ShouldBe((100, 42, 1.414, 10));
        plan.Options.EarlyStop.ShouldNotBeNull();
    }

    [Fact]
    public void WhatIsSetIsTakenEvenWhenItIsZero()
    {
        var request = Problems.Request(7, 0.5);
        request.Seed = 0;
        request.ExplorationWeight = 0;
        request.MaxDepth = 3;

        var plan = Reading.Read(request);

        (plan.Options.Iterations, plan.Options.Seed, plan.Options.ExplorationWeight, plan.Options.MaxDepth).ShouldBe((7, 0, 0, 3));
        plan.Options.EarlyStop.ShouldBeNull();
    }

    [Fact]
    public void ARequestWithoutAProblemIsRefused()
    {
        Refusal(new SearchRequest()).ShouldStartWith("problem: is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\0b")]
    public void AQueryWithoutWordsIsRefused(string query)
    {
        Refusal(request => request.Reasoning.Query = query).ShouldStartWith("reasoning.query: must");
    }

    [Fact]
    public void AQueryIsMeasuredInCodePoints()
    {
        var smiles = string.Concat(Enumerable.Repeat("\U0001F642", 10_000));

        Reading.Read(new SearchRequest { Reasoning = new() { Query = smiles } }).Request.Reasoning.Query.ShouldBe(smiles);
        Refusal(request => request.Reasoning.Query = smiles + "!").ShouldBe("reasoning.query: must have 1 to 10000 characters, and has 10001");
    }

    [Fact]
    public void FiftyPassagesAreEnough()
    {
        Reading.Read(Problems.Request(1, new double[50])).Request.Reasoning.Passages.Count.ShouldBe(50);
        Should.Throw<ValidationException>(() => Reading.Read(Problems.Request(1, new double[51]))).Field.ShouldBe("reasoning.passages");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(int.MaxValue)]
    public void IterationsOutOfRangeAreRefused(int iterations)
    {
        Refusal(request => request.Iterations = iterations).ShouldBe($"iterations: must be from 1 to 10000, and is {iterations}");
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(10.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void AnExplorationWeightOutOfRangeIsRefused(double weight)
    {
        Refusal(request => request.ExplorationWeight = weight).ShouldStartWith("exploration_weight: must be from 0 to 10, and is ");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void ADepthOutOfRangeIsRefused(int depth)
    {
        Refusal(request => request.MaxDepth = depth).ShouldStartWith("max_depth: must be from 1 to 100");
    }

    [Theory]
    [InlineData("Balanced")]
    [InlineData("turbo")]
    public void AnUnknownPresetIsRefused(string preset)
    {
        Refusal(request => request.Preset = preset).ShouldStartWith("preset: must be one of fast, balanced, thorough");
    }

    [Fact]
    public void ARunIdThatIsTooLongIsRefused()
    {
        Refusal(request => request.RunId = new string('r', 201)).ShouldStartWith("run_id: must have at most 200");
    }

    [Property]
    public void TheStepOfASearchIsThatOfItsRequestAlone(int seed, short iterations)
    {
        var request = Problems.Request(1 + Math.Abs(iterations % 1_000), 0.1, 0.2);
        request.Seed = seed;
        var sameInAnotherRun = request.Clone();
        sameInAnotherRun.RunId = "elsewhere";
        var other = request.Clone();
        other.Iterations++;

        var step = Reading.Read(request).Step;

        Reading.Read(sameInAnotherRun).Step.ShouldBe(step);
        Reading.Read(other).Step.ShouldNotBe(step);
    }

    private static string Refusal(Action<SearchRequest> change)
    {
        var request = Problems.Request(10, 0.5);
        change(request);
        return Refusal(request);
    }

    private static string Refusal(SearchRequest request) => Should.Throw<ValidationException>(() => Reading.Read(request)).Message;
}
