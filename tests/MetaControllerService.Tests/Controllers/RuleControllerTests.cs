using System.Collections.Frozen;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Tests.Controllers;

public class RuleControllerTests
{
    private readonly RuleController _rules = new();

    [Theory]
    [InlineData("", true, "hrm")]
    [InlineData("", false, "hrm")]
    [InlineData("hrm", true, "trm")]
    [InlineData("trm", true, "hrm")]
    [InlineData("hrm trm", true, "mcts")]
    [InlineData("hrm trm", false, "aggregate")]
    [InlineData("mcts", true, "hrm")]
    [InlineData("hrm trm mcts", true, "aggregate")]
    [InlineData("hrm trm mcts", false, "aggregate")]
    public void TheNextAgentFollowsFromWhoHasGivenAResult(string done, bool useMcts, string next)
    {
        var decision = _rules.Predict([After(done)], useMcts);

        (decision.Agent?.Name() ?? "aggregate").ShouldBe(next);
    }

    [Fact]
    public void AConfidentHrmAndTrmDoNotTakeMctsOut()
    {
        var state = After("hrm trm") with { HrmConfidence = 1, TrmConfidence = 1, ConsensusScore = 1 };

        _rules.Predict([state], useMcts: true).Agent.ShouldBe(Agent.Mcts);
    }

    [Fact]
    public void OnlyTheLastStateCounts()
    {
        _rules.Predict([After("hrm trm mcts"), After("")], useMcts: true).Agent.ShouldBe(Agent.Hrm);
    }

    [Fact]
    public void RulesAreCertainAndGiveNoProbabilities()
    {
        var decision = _rules.Predict([After("")], useMcts: true);

        decision.Confidence.ShouldBe(1);
        decision.Probabilities.ShouldBeEmpty();
    }

    private static RunFeatures After(string done)
    {
        var agents = done.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => AgentNames.Find(name)!.Value);
        return new(0, 0, 0, 0, null, 0, 10, false, agents.ToFrozenSet());
    }
}
