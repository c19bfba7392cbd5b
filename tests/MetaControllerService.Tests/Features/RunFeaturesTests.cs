using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Tests.Features;

public class RunFeaturesTests
{
    private static readonly RunFeatures Example = new(0.8, 0.6, 0.75, 0.7, Agent.Hrm, 2, 150, true, default);

    [Fact]
    public void TheVectorHoldsTheTenNumbersInTheirOrder()
    {
        Example.Normalize().ShouldBe([0.8, 0.6, 0.75, 0.7, 1, 0, 0, 0.1, 0.015, 1]);
    }

    [Theory]
    [InlineData("Hrm", new double[] { 1, 0, 0 })]
    [InlineData("Trm", new double[] { 0, 1, 0 })]
    [InlineData("Mcts", new double[] { 0, 0, 1 })]
    [InlineData(null, new double[] { 0, 0, 0 })]
    public void TheLastAgentIsThreeNumbers(string? agent, double[] numbers)
    {
        var features = Example with { LastAgent = agent is null ? null : Enum.Parse<Agent>(agent) };

        features.Normalize()[4..7].ShouldBe(numbers);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0.5)]
    [InlineData(20, 1)]
    [InlineData(2_000_000_000, 1)]
    public void TheIterationIsDividedByTwentyAndCutOffAtOne(int iteration, double number)
    {
        (Example with { Iteration = iteration }).Normalize()[7].ShouldBe(number);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5_000, 0.5)]
    [InlineData(10_000, 1)]
    [InlineData(2_000_000_000, 1)]
    public void TheLengthIsDividedByTenThousandAndCutOffAtOne(int length, double number)
    {
        (Example with { QueryLength = length }).Normalize()[8].ShouldBe(number);
    }

    [Property]
    public Property EveryNumberOfTheVectorIsBetweenZeroAndOne()
    {
        var states =
            from numbers in Gen.Choose(0, 1_000).Select(value => value / 1_000.0).ArrayOf(4)
            from agent in Gen.Elements<Agent?>(null, Agent.Hrm, Agent.Trm, Agent.Mcts)
            from iteration in Gen.Choose(0, int.MaxValue)
            from length in Gen.Choose(0, int.MaxValue)
            from rag in Gen.Elements(true, false)
            select new RunFeatures(numbers[0], numbers[1], numbers[2], numbers[3], agent, iteration, length, rag, default);

        return Prop.ForAll(states.ToArbitrary(), state =>
        {
            var vector = state.Normalize();
            vector.Length.ShouldBe(RunFeatures.Dimensions);
            vector.ShouldAllBe(number => number >= 0 && number <= 1);
        });
    }

    [Fact]
    public void TheTextNamesEveryFeatureOnALineOfItsOwn()
    {
        Example.ToText().ShouldBe(
            "Agent State Features:\nHRM confidence: 0.800\nTRM confidence: 0.600\nMCTS value: 0.750\nConsensus score: 0.700\n"
            + "Last agent used: hrm\nCurrent iteration: 2\nQuery length: 150 characters\nRAG context: available");
    }

    [Fact]
    public void TheTextOfAFreshRunNamesNoAgentAndNoContext()
    {
        var text = (Example with { LastAgent = null, HasRagContext = false, Iteration = 0 }).ToText();

        text.ShouldContain("Last agent used: none\nCurrent iteration: 0\n");
        text.ShouldEndWith("RAG context: not available");
    }

    [Theory]
    [InlineData(0.0625, "0.062")]
    [InlineData(0.1875, "0.188")]
    [InlineData(0.8125, "0.812")]
    [InlineData(0.0005, "0.001")]
    [InlineData(1.0 / 3, "0.333")]
    [InlineData(0, "0.000")]
    [InlineData(1, "1.000")]
    public void NumbersHaveThreeDigitsAndTiesGoToTheEvenOne(double value, string digits)
    {
        (Example with { HrmConfidence = value }).ToText().ShouldContain($"HRM confidence: {digits}\n");
    }
}
