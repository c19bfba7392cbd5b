using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Requests;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;
using Wire = MctsAspire.Protos.Meta.Features;

namespace MctsAspire.MetaControllerService.Tests.Requests;

public class PredictRequestReaderTests
{
    [Fact]
    public void AValidStateIsReadAsItIs()
    {
        var state = Valid();
        state.AgentsDone.Add(["hrm", "trm"]);

        var read = PredictRequestReader.ReadStates(new PredictRequest { States = { state } }).ShouldHaveSingleItem();

        (read.HrmConfidence, read.TrmConfidence, read.MctsValue, read.ConsensusScore).ShouldBe((0.1, 0.2, 0.3, 0.4));
        (read.LastAgent, read.Iteration, read.QueryLength, read.HasRagContext).ShouldBe((Agent.Trm, 3, 40, true));
        read.AgentsDone.ShouldBe(AgentSet.Of(Agent.Hrm, Agent.Trm));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    public void AFractionOutsideItsRangeIsRefusedByName(double value)
    {
        var setters = new Dictionary<string, Action<Wire>>
        {
            ["hrm_confidence"] = state => state.HrmConfidence = value,
            ["trm_confidence"] = state => state.TrmConfidence = value,
            ["mcts_value"] = state => state.MctsValue = value,
            ["consensus_score"] = state => state.ConsensusScore = value,
        };

        foreach (var (field, set) in setters)
            Refusal(set).ShouldStartWith($"states[0].{field}: must be a number from 0 to 1");
    }

    [Fact]
    public void ACountBelowZeroIsRefusedByName()
    {
        Refusal(state => state.Iteration = -1).ShouldBe("states[0].iteration: must be 0 or more, and is -1");
        Refusal(state => state.QueryLength = int.MinValue).ShouldStartWith("states[0].query_length: must be 0 or more");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HRM")]
    [InlineData("gpt")]
    public void AnUnknownAgentIsRefusedByName(string name)
    {
        Refusal(state => state.LastAgent = name).ShouldBe("states[0].last_agent: must be hrm, trm, mcts or none");
        Refusal(state => state.AgentsDone.Add(["hrm", name])).ShouldBe("states[0].agents_done[1]: must be hrm, trm or mcts");
    }

    [Fact]
    public void NoneIsNotAnAgentThatCanBeDone()
    {
        Refusal(state => state.AgentsDone.Add("none")).ShouldBe("states[0].agents_done[0]: must be hrm, trm or mcts");
    }

    [Fact]
    public void TheWrongStateIsNamedByItsPlace()
    {
        var bad = Valid();
        bad.Iteration = -5;

        var error = Should.Throw<ValidationException>(() => PredictRequestReader.ReadStates(new PredictRequest { States = { Valid(), Valid(), bad } }));

        error.Field.ShouldBe("states[2].iteration");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void ARunHasOneToAHundredStates(int count)
    {
        var request = new PredictRequest { States = { Enumerable.Range(0, count).Select(_ => Valid()) } };

        Should.Throw<ValidationException>(() => PredictRequestReader.ReadStates(request)).Message.ShouldStartWith("states: must hold 1 to 100");
    }

    [Property]
    public void WhatIsReadIsInRangeOrRefused(double hrm, double trm, double value, double consensus, int iteration, int length)
    {
        var state = new Wire
        {
            HrmConfidence = hrm,
            TrmConfidence = trm,
            MctsValue = value,
            ConsensusScore = consensus,
            LastAgent = "none",
            Iteration = iteration,
            QueryLength = length,
        };

        try
        {
            PredictRequestReader.ReadStates(new PredictRequest { States = { state } })[0].Normalize().ShouldAllBe(number => number >= 0 && number <= 1);
        }
        catch (ValidationException error)
        {
            error.Field.ShouldStartWith("states[0].");
        }
    }

    private static string Refusal(Action<Wire> change)
    {
        var state = Valid();
        change(state);
        return Should.Throw<ValidationException>(() => PredictRequestReader.ReadStates(new PredictRequest { States = { state } })).Message;
    }

    private static Wire Valid() => new()
    {
        HrmConfidence = 0.1,
        TrmConfidence = 0.2,
        MctsValue = 0.3,
        ConsensusScore = 0.4,
        LastAgent = "trm",
        Iteration = 3,
        QueryLength = 40,
        HasRagContext = true,
    };
}
