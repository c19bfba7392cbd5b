using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Protos.Meta;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wire = MctsAspire.Protos.Meta.Features;

namespace MctsAspire.MetaControllerService.Tests.Rpc;

public sealed class PredictionServiceTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;
    private MetaController.MetaControllerClient _client = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["GRPC_PORT"] = $"{_port}" });
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}", "http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpcService();
        builder.AddMetaController();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapMetaController();
        await _app.StartAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        _client = new MetaController.MetaControllerClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task APredictionHoldsTheAgentTheVectorAndTheText()
    {
        var prediction = await _client.PredictAsync(new PredictRequest { UseMcts = true, States = { State("hrm", "trm") } });

        prediction.Agent.ShouldBe("mcts");
        prediction.Confidence.ShouldBe(1);
        prediction.ByRules.ShouldBeTrue();
        prediction.Probabilities.ShouldBeEmpty();
        prediction.Vector.ShouldBe([0.8, 0.6, 0, 0.7, 0, 1, 0, 0.05, 0.015, 1]);
        prediction.Text.ShouldStartWith("Agent State Features:\nHRM confidence: 0.800\n");
        prediction.ModelVersion.ShouldBe((await _client.GetModelInfoAsync(new GetModelInfoRequest())).Version);
    }

    [Fact]
    public async Task WhenAllThatMayRunHaveRunTheResultsAreAggregated()
    {
        var prediction = await _client.PredictAsync(new PredictRequest { UseMcts = false, States = { State("hrm", "trm") } });

        prediction.Agent.ShouldBe("aggregate");
    }

    [Fact]
    public async Task TheModelIsTheRules()
    {
        (await _client.GetModelInfoAsync(new GetModelInfoRequest())).Type.ShouldBe("rules");
    }

    [Fact]
    public async Task ABadFeatureIsAnInvalidArgumentThatNamesIt()
    {
        var state = State();
        state.ConsensusScore = double.NaN;

        var error = await Should.ThrowAsync<RpcException>(_client.PredictAsync(new PredictRequest { States = { state } }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("states[0].consensus_score: must be a number from 0 to 1");
    }

    [Fact]
    public async Task ARequestWithoutAStateIsAnInvalidArgument()
    {
        var error = await Should.ThrowAsync<RpcException>(_client.PredictAsync(new PredictRequest()).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("states");
    }

    [Fact]
    public async Task TheServiceIsReadyByItself()
    {
        using var http = new HttpClient();
        var url = _app.Urls.Single(url => !url.EndsWith($":{_port}", StringComparison.Ordinal));

        (await http.GetAsync(new Uri($"{url}/ready"))).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static Wire State(params string[] done) => new()
    {
        HrmConfidence = 0.8,
        TrmConfidence = 0.6,
        ConsensusScore = 0.7,
        LastAgent = done.Length == 0 ? "none" : done[^1],
        Iteration = 1,
        QueryLength = 150,
        HasRagContext = true,
        AgentsDone = { done },
    };
}
