using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class SyntheticDecisionsTests
{
    [Fact]
    public void TheSameSeedGivesTheSameDecisionsAndAnotherSeedOthers()
    {
        var first = Fingerprint(SyntheticDecisions.Generate(200, 7, balanced: false));

        Fingerprint(SyntheticDecisions.Generate(200, 7, balanced: false)).ShouldBe(first);
        Fingerprint(SyntheticDecisions.Generate(200, 8, balanced: false)).ShouldNotBe(first);
    }

    [Fact]
    public void MoreDecisionsBeginWithTheSameOnes() =>
        Fingerprint(SyntheticDecisions.Generate(500, 7, balanced: false).Take(200)).ShouldBe(Fingerprint(SyntheticDecisions.Generate(200, 7, balanced: false)));

    [Fact]
    public void EveryNumberIsInItsRange()
    {
        foreach (var state in SyntheticDecisions.Generate(2000, 1, balanced: false).SelectMany(example => example.States))
        {
            state.Normalize().ShouldAllBe(value => value >= 0 && value <= 1);
            state.Iteration.ShouldBeInRange(0, 10);
            state.QueryLength.ShouldBeInRange(10, 5000);
            Math.Abs(state.ConsensusScore - ((state.HrmConfidence + state.TrmConfidence + state.MctsValue) / 3)).ShouldBeLessThanOrEqualTo(0.1 + 1e-12);
        }
    }

    [Fact]
    public void TheStatesOfARunAreInOrderAndOfOneQuery()
    {
        var examples = SyntheticDecisions.Generate(500, 3, balanced: false);

        examples.Max(example => example.States.Count).ShouldBe(11);
        foreach (var states in examples.Select(example => example.States))
        {
            states.Select(state => state.Iteration).ShouldBe(Enumerable.Range(states[0].Iteration, states.Count));
            states.Select(state => (state.QueryLength, state.HasRagContext)).Distinct().ShouldHaveSingleItem();
        }
    }

    [Theory]
    [InlineData(0.8, 0.3, 0.2, 0, "hrm")]
    [InlineData(0.8, 0.9, 0.2, 0, "trm")]
    [InlineData(0.8, 0.3, 0.7, 9, "hrm")]
    [InlineData(0.5, 0.6, 0.65, 4, "mcts")]
    [InlineData(0.65, 0.6, 0.61, 4, "mcts")]
    [InlineData(0.65, 0.6, 0.61, 3, "hrm")]
    [InlineData(0.1, 0.6, 0.5, 10, "trm")]
    [InlineData(0.1, 0.2, 0.3, 0, "mcts")]
    public void TheLabelFollowsTheRules(double hrm, double trm, double mcts, int iteration, string label) =>
        SyntheticDecisions.Label(new RunFeatures(hrm, trm, mcts, 0.5, null, iteration, 100, false, default)).Name().ShouldBe(label);

    [Theory]
    [InlineData(1500, 500, 500, 500)]
    [InlineData(11, 4, 4, 3)]
    public void BalancedDecisionsHaveAsManyOfEachAgent(int count, int hrm, int trm, int mcts)
    {
        var labels = SyntheticDecisions.Generate(count, 5, balanced: true).Select(example => example.Label).ToList();

        labels.Count(label => label == Agent.Hrm).ShouldBe(hrm);
        labels.Count(label => label == Agent.Trm).ShouldBe(trm);
        labels.Count(label => label == Agent.Mcts).ShouldBe(mcts);
    }

    private static string Fingerprint(IEnumerable<TrainingExample> examples) => new TrainingData([.. examples], "").Fingerprint();
}
