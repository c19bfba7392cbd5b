using FsCheck.Xunit;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.Neural.Inference;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Tests.Models;

public sealed class ServedModelTests
{
    [Fact]
    public void TheMostProbableAgentIsChosen()
    {
        var decision = Serve(TestModels.Rnn(0, 2, 1), threshold: 0.6).Decide([States.Any], useMcts: true);

        // e^0, e^2 and e^1 over their sum.
        var sum = 1 + Math.Exp(2) + Math.Exp(1);
        decision.Agent.ShouldBe(Agent.Trm);
        decision.ByRules.ShouldBeFalse();
        decision.Confidence.ShouldBe(Math.Exp(2) / sum, 1e-6);
        var probabilities = decision.Probabilities.ShouldNotBeNull();
        (probabilities.Hrm, probabilities.Mcts).ShouldSatisfyAllConditions(
            p => p.Hrm.ShouldBe(1 / sum, 1e-6),
            p => p.Mcts.ShouldBe(Math.Exp(1) / sum, 1e-6));
    }

    [Fact]
    public void WithoutMctsItsProbabilityGoesToTheOthers()
    {
        var decision = Serve(TestModels.Rnn(1, 0, 5), threshold: 0.6).Decide([States.Any], useMcts: false);

        decision.Agent.ShouldBe(Agent.Hrm);
        decision.Confidence.ShouldBe(Math.E / (Math.E + 1), 1e-6);
        decision.Probabilities!.Value.Mcts.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.57, false, "Mcts")]
    [InlineData(0.58, true, "Hrm")]
    public void BelowTheThresholdTheRulesDecideAndTheModelsWordStaysKnown(double threshold, bool byRules, string agent)
    {
        // The largest of the three is 0.576.
        var decision = Serve(TestModels.Rnn(0, 0, 1), threshold).Decide([States.Any], useMcts: true);

        decision.ByRules.ShouldBe(byRules);
        decision.Agent.ShouldBe(Enum.Parse<Agent>(agent));
        decision.Confidence.ShouldBe(0.576, 0.001);
        decision.Probabilities.ShouldNotBeNull();
    }

    [Fact]
    public void WithoutAModelRulesAreCertainAndGiveNoProbabilities()
    {
        var decision = ServedModel.Rules(default).Decide([States.Any], useMcts: true);

        decision.ShouldBe(new Decision(Agent.Hrm, 1, null, ByRules: true));
    }

    [Fact]
    public void AGruReadsAllStatesOfTheRun()
    {
        var bundle = TestModels.RandomRnn(3);
        RunFeatures[] states = [States.Any with { HrmConfidence = 0.1 }, States.Any with { LastAgent = null }, States.Any];
        var logits = new float[3];
        new GruPredictor(bundle.Gru!, bundle.Weights).Predict([.. states.SelectMany(state => state.Normalize()).Select(value => (float)value)], 1, states.Length, logits);

        var decided = Serve(bundle, 0).Decide(states, useMcts: true);

        decided.Probabilities.ShouldBe(Probabilities.FromLogits(logits, useMcts: true));
        decided.Probabilities.ShouldNotBe(Serve(bundle, 0).Decide([States.Any], useMcts: true).Probabilities);
    }

    [Fact]
    public void ABertReadsTheLastStateInWords()
    {
        var bundle = TestModels.RandomBert(3);
        var ids = new int[TestModels.Bert.MaxPositionEmbeddings];
        var count = bundle.Tokenizer!.Encode(States.Any.ToText(), ids);
        var logits = new float[3];
        new BertPredictor(bundle.Bert!, bundle.Weights).Predict(ids.AsSpan(0, count), [count], 1, count, logits);

        var decided = Serve(bundle, 0).Decide([States.Any with { QueryLength = 9 }, States.Any], useMcts: true);

        decided.Probabilities.ShouldBe(Probabilities.FromLogits(logits, useMcts: true));
        decided.Probabilities.ShouldNotBe(Serve(bundle, 0).Decide([States.Any with { QueryLength = 9 }], useMcts: true).Probabilities);
    }

    [Fact]
    public void AModelWhoseNumbersOverflowIsRefused()
    {
        var bundle = TestModels.Rnn(0, 0, 0);
        bundle.Weights.TryGet("gru.bias_ih_l0", out var bias);
        Array.Fill(bias!.Values, 30f);
        bundle.Weights.TryGet("fc.weight", out var classifier);
        Array.Fill(classifier!.Values, float.MaxValue);
        bundle.Weights.TryGet("gru.bias_hh_l0", out var inner);
        for (var i = TestModels.Gru.HiddenSize; i < 2 * TestModels.Gru.HiddenSize; i++)
            (bias.Values[i], inner!.Values[i]) = (-30, -30);

        Should.Throw<ModelFormatException>(() => Serve(bundle, 0)).Message.ShouldContain("no finite number");
    }

    [Property(MaxTest = 200)]
    public void ProbabilitiesAreAtLeastZeroAndSumToOne(float hrm, float trm, float mcts, bool useMcts)
    {
        var finite = float.IsFinite(hrm) && float.IsFinite(trm) && (!useMcts || float.IsFinite(mcts));

        var probabilities = Probabilities.FromLogits([hrm, trm, mcts], useMcts);

        if (!finite)
        {
            probabilities.ShouldBeNull();
            return;
        }

        var (h, t, m) = probabilities!.Value;
        (h + t + m).ShouldBe(1, 1e-12);
        new[] { h, t, m }.ShouldAllBe(value => value >= 0 && value <= 1);
        if (!useMcts)
            m.ShouldBe(0);
    }

    private static ServedModel Serve(ModelBundle bundle, double threshold) => ServedModel.Of(bundle, "test", threshold, default);
}
