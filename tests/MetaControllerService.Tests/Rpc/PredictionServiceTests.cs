using Grpc.Core;
using MctsAspire.MetaControllerService.Tests.Models;
using MctsAspire.Protos.Meta;

namespace MctsAspire.MetaControllerService.Tests.Rpc;

public sealed class PredictionServiceTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(("MetaController:PollSeconds", "0"));

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task APredictionHoldsTheAgentTheVectorAndTheText()
    {
        var prediction = await PredictAsync(useMcts: true, "hrm", "trm");

        prediction.Agent.ShouldBe("mcts");
        prediction.Confidence.ShouldBe(1);
        prediction.ByRules.ShouldBeTrue();
        prediction.Probabilities.ShouldBeEmpty();
        prediction.Neighbours.ShouldBeEmpty();
        prediction.Vector.ShouldBe([0.8, 0.6, 0, 0.7, 0, 1, 0, 0.05, 0.015, 1]);
        prediction.Text.ShouldStartWith("Agent State Features:\nHRM confidence: 0.800\n");
        prediction.ModelVersion.ShouldBe((await InfoAsync()).Version);
    }

    [Fact]
    public async Task WhenAllThatMayRunHaveRunTheResultsAreAggregated() =>
        (await PredictAsync(useMcts: false, "hrm", "trm")).Agent.ShouldBe("aggregate");

    [Fact]
    public async Task WithoutAModelTheInfoSaysThatTheRulesDecideAndWhy()
    {
        var info = await InfoAsync();

        (info.Type, info.ConfiguredType, info.Source, info.Threshold).ShouldBe(("rules", "rnn", "", 0.6));
        info.Problem.ShouldContain("The artifact meta-controller/rnn is not there");
    }

    [Fact]
    public async Task AModelThatIsStoredServesAfterAReload()
    {
        await _service.PutAsync(TestModels.Rnn(0, 0, 3) with { Created = "2025-01-31", Training = "{}" });

        var reload = await _service.Client.ReloadAsync(new ReloadRequest());
        var prediction = await PredictAsync(useMcts: true);

        reload.Changed.ShouldBeTrue();
        (reload.Model.Type, reload.Model.Problem, reload.Model.Created, reload.Model.Training, reload.Model.Parameters).ShouldBe(("rnn", "", "2025-01-31", "{}", 207));
        reload.Model.Config.ShouldContain("\"hidden_size\":4");
        reload.Model.Source.ShouldContain("_rnn_");
        (prediction.Agent, prediction.ByRules, prediction.ModelVersion).ShouldBe(("mcts", false, reload.Model.Version));
        prediction.Probabilities.Sum().ShouldBe(1, 1e-12);
        prediction.Confidence.ShouldBe(prediction.Probabilities[2]);
        (await _service.Client.ReloadAsync(new ReloadRequest())).Changed.ShouldBeFalse();
    }

    [Fact]
    public async Task AnUnsureModelLeavesTheChoiceToTheRules()
    {
        await _service.PutAsync(TestModels.Rnn(0, 0.1f, 0));
        await _service.Client.ReloadAsync(new ReloadRequest());

        var prediction = await PredictAsync(useMcts: true, "hrm", "trm");

        (prediction.Agent, prediction.ByRules, prediction.Probabilities.Count).ShouldBe(("mcts", true, 3));
        prediction.Confidence.ShouldBeLessThan(0.6);
    }

    [Fact]
    public async Task AHostileModelIsRefusedByNameAndTheOldOneGoesOn()
    {
        var good = TestModels.Rnn(3, 0, 0);
        await _service.PutAsync(good);
        await _service.Client.ReloadAsync(new ReloadRequest());
        await _service.PutAsync(TestModels.File(TestModels.Rnn(0, 3, 0), metadata => metadata["config"] = """{"input_size":12,"hidden_size":4,"layers":1,"dropout":0,"classes":3}"""));

        var failure = await Should.ThrowAsync<RpcException>(_service.Client.ReloadAsync(new ReloadRequest()).ResponseAsync);

        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        failure.Status.Detail.ShouldContain("input_size is 12; a router's is 10");
        (await PredictAsync(useMcts: true)).ModelVersion.ShouldBe(good.Version);
        (await InfoAsync()).Problem.ShouldContain("input_size is 12");
    }

    [Fact]
    public async Task NoRequestIsLostWhileModelsChange()
    {
        var models = new[] { TestModels.Rnn(3, 0, 0), TestModels.Rnn(0, 3, 0) };
        var agents = new Dictionary<string, string> { [models[0].Version] = "hrm", [models[1].Version] = "trm" };
        await _service.PutAsync(models[0]);
        await _service.Client.ReloadAsync(new ReloadRequest());
        using var enough = new CancellationTokenSource();

        var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var answers = new List<Prediction>();
            while (!enough.IsCancellationRequested)
                answers.Add(await PredictAsync(useMcts: true));
            return answers;
        })).ToList();
        for (var i = 1; i <= 20; i++)
        {
            // Other content each time, since the same would be the same artifact.
            await _service.PutAsync(models[i % 2] with { Created = $"{i}" });
            await _service.Client.ReloadAsync(new ReloadRequest());
        }

        await enough.CancelAsync();
        var all = (await Task.WhenAll(asking)).SelectMany(answers => answers).ToList();
        all.ShouldAllBe(answer => agents[answer.ModelVersion] == answer.Agent && !answer.ByRules);
        all.Select(answer => answer.ModelVersion).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task ABatchIsAnsweredInItsOrder()
    {
        await _service.PutAsync(TestModels.RandomRnn(5));
        await _service.Client.ReloadAsync(new ReloadRequest());
        var requests = new[]
        {
            new PredictRequest { UseMcts = true, States = { WireStates.After() } },
            new PredictRequest { UseMcts = false, States = { WireStates.After(), WireStates.After("hrm"), WireStates.After("hrm", "trm") } },
            new PredictRequest { UseMcts = true, States = { WireStates.After(), WireStates.After("mcts") } },
        };

        var batch = await _service.Client.PredictBatchAsync(new PredictBatchRequest { Requests = { requests } });

        for (var i = 0; i < requests.Length; i++)
            batch.Predictions[i].ShouldBe(await _service.Client.PredictAsync(requests[i]));
    }

    [Fact]
    public async Task ABatchNamesTheFieldOfTheRequestThatIsWrong()
    {
        var wrong = new PredictRequest { States = { WireStates.After(), WireStates.After() } };
        wrong.States[1].LastAgent = "gpt";

        (await RefusalAsync(new PredictBatchRequest { Requests = { new PredictRequest { States = { WireStates.After() } }, wrong } }))
            .ShouldContain("requests[1].states[1].last_agent: must be hrm, trm, mcts or none");
        (await RefusalAsync(new PredictBatchRequest())).ShouldContain("requests: must hold 1 to 256 requests, and holds 0");
    }

    [Fact]
    public async Task ABadFeatureIsAnInvalidArgumentThatNamesIt()
    {
        var state = WireStates.After();
        state.ConsensusScore = double.NaN;

        var error = await Should.ThrowAsync<RpcException>(_service.Client.PredictAsync(new PredictRequest { States = { state } }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("states[0].consensus_score: must be a number from 0 to 1");
    }

    [Fact]
    public async Task ARequestWithoutAStateIsAnInvalidArgument()
    {
        var error = await Should.ThrowAsync<RpcException>(_service.Client.PredictAsync(new PredictRequest()).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("states");
    }

    [Fact]
    public async Task TheServiceIsReadyByItself()
    {
        using var http = new HttpClient();

        (await http.GetAsync(new Uri(_service.Http, "/ready"))).IsSuccessStatusCode.ShouldBeTrue();
    }

    private async Task<Prediction> PredictAsync(bool useMcts, params string[] done) =>
        await _service.Client.PredictAsync(new PredictRequest { UseMcts = useMcts, States = { WireStates.After(done) } });

    private async Task<ModelInfo> InfoAsync() => await _service.Client.GetModelInfoAsync(new GetModelInfoRequest());

    private async Task<string> RefusalAsync(PredictBatchRequest request) =>
        (await Should.ThrowAsync<RpcException>(_service.Client.PredictBatchAsync(request).ResponseAsync)).Status.Detail;
}
