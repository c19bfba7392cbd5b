using System.Text;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training;
using MctsAspire.MetaControllerService.Training.Data;

namespace MctsAspire.MetaControllerService.Tests.Training;

public sealed class DecisionLinesTests
{
    private const string State = """{"hrm_confidence":0.8,"trm_confidence":0.6,"mcts_value":0.75,"consensus_score":0.7,"last_agent":"hrm","iteration":2,"query_length":150,"has_rag_context":true,"agents_done":["hrm"]}""";

    [Fact]
    public async Task ALabelIsTakenAsItStands()
    {
        var example = (await ReadAsync($$"""{"states":[{{State}}],"label":"mcts","run_id":"x"}""")).ShouldHaveSingleItem();

        example.Label.ShouldBe(Agent.Mcts);
        example.Weight.ShouldBe(1);
        var state = example.States.ShouldHaveSingleItem();
        state.ShouldBe(new RunFeatures(0.8, 0.6, 0.75, 0.7, Agent.Hrm, 2, 150, true, AgentSet.Of(Agent.Hrm)));
    }

    [Fact]
    public async Task OfUtilitiesTheBestAgentIsLearnedByWhatItIsWorthMore()
    {
        var example = (await ReadAsync($$$"""{"states":[{{{State}}}],"utilities":{"hrm":0.2,"trm":0.9,"mcts":0.4}}""")).ShouldHaveSingleItem();

        example.Label.ShouldBe(Agent.Trm);
        example.Weight.ShouldBe(0.6, 1e-12);
    }

    [Theory]
    [InlineData("""
        "agent":"trm","propensity":0.5,"outcome":0.8
        """, 1.6)]
    [InlineData("""
        "agent":"trm","propensity":0.001,"outcome":0.5
        """, 10)]
    [InlineData("""
        "agent":"trm"
        """, 1)]
    public async Task ALoggedChoiceWeighsItsOutcomeByItsPropensity(string fields, double weight)
    {
        var example = (await ReadAsync($$"""{"states":[{{State}}],{{fields.Trim()}}}""")).ShouldHaveSingleItem();

        example.Label.ShouldBe(Agent.Trm);
        example.Weight.ShouldBe(weight, 1e-12);
    }

    [Fact]
    public async Task AStateMayBeTheTenNumbers()
    {
        var example = (await ReadAsync("""{"states":[[0.8,0.6,0.75,0.7,0,1,0,0.1,0.015,1]],"label":"hrm"}""")).ShouldHaveSingleItem();

        example.States[0].ShouldBe(new RunFeatures(0.8, 0.6, 0.75, 0.7, Agent.Trm, 2, 150, true, default));
    }

    [Fact]
    public async Task WhatIsWrittenIsReadBack()
    {
        var examples = SyntheticDecisions.Generate(50, 1, balanced: false);

        var read = await ReadAsync(string.Join('\n', examples.Select(ExampleLine.Write)));

        new TrainingData(read, "").Fingerprint().ShouldBe(new TrainingData(examples, "").Fingerprint());
    }

    [Theory]
    [InlineData("{", "line 2 is not valid JSON")]
    [InlineData("[]", "line 2: the line must be a JSON object")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"label":"\ud800"}""", "line 2: label must be a text")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"label":"hrm","group":"\ud800"}""", "line 2: group must be a text")]
    [InlineData("""{"label":"hrm"}""", "line 2: states is missing")]
    [InlineData("""{"states":[],"label":"hrm"}""", "line 2: states must be an array of 1 to 100 states")]
    [InlineData("""{"states":["x"],"label":"hrm"}""", "line 2: states[0] must be an object")]
    [InlineData("""{"states":[[1,2,3]],"label":"hrm"}""", "line 2: states[0] must hold 10 numbers, and holds 3")]
    [InlineData("""{"states":[[0.8,0.6,0.75,0.7,0,1,0,0.1,0.015,7]],"label":"hrm"}""", "line 2: states[0][9] must be a number from 0 to 1, and is 7")]
    [InlineData("""{"states":[{"hrm_confidence":1e999}],"label":"hrm"}""", "line 2: states[0].hrm_confidence must be a number from 0 to 1")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"label":"oracle"}""", "line 2: label must be hrm, trm or mcts, and is \"oracle\"")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"label":"hrm","label":"trm"}""", "line 2 is not valid JSON")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]]}""", "line 2: one of label, utilities or agent must be there")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"utilities":{"hrm":1,"trm":2}}""", "line 2: utilities.mcts is missing")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"agent":"hrm","outcome":1}""", "line 2: propensity is missing")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"agent":"hrm","outcome":1,"propensity":0}""", "line 2: propensity must be above 0")]
    [InlineData("""{"states":[[0,0,0,0,0,0,0,0,0,0]],"agent":"hrm","outcome":2,"propensity":1}""", "line 2: outcome must be a number from 0 to 1, and is 2")]
    public async Task AWrongLineIsRefusedByItsNumberAndItsField(string line, string problem)
    {
        var text = $$"""{"states":[{{State}}],"label":"mcts"}""" + "\n" + line;

        (await Should.ThrowAsync<TrainingException>(() => ReadAsync(text))).Message.ShouldStartWith(problem);
    }

    [Fact]
    public async Task DeepNestingIsRefused() =>
        (await Should.ThrowAsync<TrainingException>(() => ReadAsync(new string('[', 10_000)))).Message.ShouldStartWith("line 1 is not valid JSON");

    [Fact]
    public async Task AnEmptyFileIsRefused() =>
        (await Should.ThrowAsync<TrainingException>(() => ReadAsync("\n \n"))).Message.ShouldContain("no decision");

    private static async Task<IReadOnlyList<TrainingExample>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await DecisionLines.ReadAsync(stream, default);
    }
}
