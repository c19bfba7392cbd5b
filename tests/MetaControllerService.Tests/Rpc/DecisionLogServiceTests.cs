using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MctsAspire.Protos.Meta;

namespace MctsAspire.MetaControllerService.Tests.Rpc;

public sealed class DecisionLogServiceTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(("META_CONTROLLER_TYPE", "rules"));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task TheMostSimilarDecisionsExplainAPrediction()
    {
        var other = Decision("run_2", WireStates.After());
        other.State.HrmConfidence = 0.1;
        await RecordAsync(Decision("run_1", WireStates.After("hrm")), other);
        await _service.Client.RecordOutcomeAsync(new RecordOutcomeRequest { RunId = "run_1", Outcome = new Outcome { Score = 0.75, Cost = 3 } });

        var prediction = await _service.Client.PredictAsync(new PredictRequest { States = { WireStates.After("hrm") }, Neighbours = 5 });

        prediction.Neighbours.Select(neighbour => neighbour.RunId).ShouldBe(["run_1", "run_2"]);
        var nearest = prediction.Neighbours[0];
        (nearest.Step, nearest.Outcome.Score, nearest.Outcome.Cost, nearest.DecidedAt).ShouldBe((0, 0.75, 3, Time));
        nearest.Agents.ShouldBe(["hrm", "trm"]);
        nearest.Distance.ShouldBe(0, 1e-6);
        prediction.Neighbours[1].Outcome.ShouldBeNull();
    }

    [Fact]
    public async Task MoreNeighboursThanAllowedAreRefused()
    {
        var failure = await Should.ThrowAsync<RpcException>(_service.Client.PredictAsync(new PredictRequest { States = { WireStates.After() }, Neighbours = 21 }).ResponseAsync);

        failure.Status.Detail.ShouldContain("neighbours: must be from 0 to 20, and is 21");
    }

    [Fact]
    public async Task AWrongFieldOfADecisionIsNamedAndNothingIsWritten()
    {
        var changes = new Dictionary<string, Action<Decision>>
        {
            ["run_id: must have 1 to 200 characters"] = decision => decision.RunId = "",
            ["step: must be from 0 to 1000, and is -1"] = decision => decision.Step = -1,
            ["state: must be there"] = decision => decision.State = null,
            ["state.hrm_confidence: must be a number from 0 to 1"] = decision => decision.State.HrmConfidence = 2,
            ["agents: must hold 1 to 3 different names"] = decision => decision.Agents.Add("gpt"),
            ["probabilities: must be empty or hold 3 numbers"] = decision => decision.Probabilities.Add(1),
            ["probabilities: must sum to 1, and sum to 0.75"] = decision => decision.Probabilities.AddRange([0.25, 0.25, 0.25]),
            ["propensity: must be a number above 0 and up to 1, and is 0"] = decision => decision.Propensity = 0,
            ["model_version: has 101 characters"] = decision => decision.ModelVersion = new string('x', 101),
            ["decided_at: must be a time"] = decision => decision.DecidedAt = new Timestamp { Nanos = -1 },
            ["outcome.score: must be a number from 0 to 1, and is NaN"] = decision => decision.Outcome = new Outcome { Score = double.NaN },
            ["outcome.cost: must be a number of 0 or more"] = decision => decision.Outcome = new Outcome { Cost = double.PositiveInfinity },
        };

        foreach (var (problem, change) in changes)
        {
            var wrong = Decision("run_1", WireStates.After());
            change(wrong);
            var failure = await Should.ThrowAsync<RpcException>(RecordAsync(Decision("run_0", WireStates.After()), wrong));
            failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
            failure.Status.Detail.ShouldContain($"decisions[1].{problem}");
        }

        (await Should.ThrowAsync<RpcException>(RecordAsync())).Status.Detail.ShouldContain("decisions: must hold 1 to 1000 decisions");
        (await _service.Client.PredictAsync(new PredictRequest { States = { WireStates.After() }, Neighbours = 5 })).Neighbours.ShouldBeEmpty();
    }

    [Fact]
    public async Task AWrongOutcomeIsNamed()
    {
        (await Should.ThrowAsync<RpcException>(_service.Client.RecordOutcomeAsync(new RecordOutcomeRequest { RunId = "run_1" }).ResponseAsync))
            .Status.Detail.ShouldContain("outcome: must be there");
        (await Should.ThrowAsync<RpcException>(_service.Client.RecordOutcomeAsync(new RecordOutcomeRequest { Outcome = new Outcome() }).ResponseAsync))
            .Status.Detail.ShouldContain("run_id: must have 1 to 200 characters");
    }

    private static Timestamp Time => Timestamp.FromDateTimeOffset(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private static Decision Decision(string run, Protos.Meta.Features state) => new()
    {
        RunId = run, State = state, Agents = { "hrm", "trm" }, Propensity = 1, ByRules = true, ModelVersion = "rules-1", DecidedAt = Time,
    };

    private async Task RecordAsync(params Decision[] decisions) => await _service.Client.RecordDecisionsAsync(new RecordDecisionsRequest { Decisions = { decisions } });
}
