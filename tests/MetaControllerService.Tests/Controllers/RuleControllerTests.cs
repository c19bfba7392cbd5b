using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Tests.Controllers;

public class RuleControllerTests
{
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
    public void TheNextAgentFollowsFromWhoHasGivenAResult(string done, bool useMcts, string next) =>
        (RuleController.Choose(After(done), useMcts)?.Name() ?? "aggregate").ShouldBe(next);

    [Fact]
    public void AConfidentHrmAndTrmDoNotTakeMctsOut()
    {
        var state = After("hrm trm") with { HrmConfidence = 1, TrmConfidence = 1, ConsensusScore = 1 };

        RuleController.Choose(state, useMcts: true).ShouldBe(Agent.Mcts);
    }

    private static RunFeatures After(string done) => States.Any with
    {
        AgentsDone = AgentSet.Of([.. done.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => AgentNames.Find(name)!.Value)]),
    };
}
