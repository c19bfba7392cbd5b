using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Tests.Models;
using MctsAspire.MetaControllerService.Tests.Rpc;
using MctsAspire.Protos.Meta;
using MctsAspire.Storage;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Hosting;

/// <summary>The service as a process of its own.</summary>
public sealed class MetaControllerProcessTests : IDisposable
{
    private const int ConfigurationExitCode = 78;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-meta-process-").FullName;
    private readonly int _port = FreePort.Next();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("META_CONTROLLER_TYPE", "lstm", "META_CONTROLLER_TYPE is 'lstm', and must be one of rules, rnn, bert")]
    [InlineData("MetaController__Threshold", "2", "MetaController:Threshold is '2', and must be a number from 0 to 1")]
    public async Task AWrongSettingStopsItWithOneLine(string name, string value, string line)
    {
        await using var process = Start((name, value));

        (await process.WaitForExitAsync(Patience)).ShouldBe(ConfigurationExitCode);
        process.Lines.ShouldBe([line]);
    }

    [Fact]
    public async Task AModelThatTheSettingsNameAndThatIsBrokenStopsIt()
    {
        var path = Path.Combine(_folder, "broken.safetensors");
        await File.WriteAllBytesAsync(path, TestModels.File(TestModels.RandomRnn(1))[..500]);
        await using var process = Start(("META_CONTROLLER_MODEL", path));

        (await process.WaitForExitAsync(Patience)).ShouldBe(ConfigurationExitCode);
        process.Output.ShouldContain("The model broken.safetensors can't be used: The safetensors file is cut off");
    }

    [Fact]
    public async Task ItSaysThatTheRulesDecideUntilAModelIsThereAndThenServesIt()
    {
        await using var process = Start(("MetaController__PollSeconds", "1"), ("LOG_LEVEL", "INFO"));
        await process.WaitForLineAsync(line => line.Contains("The rules decide: the settings ask for rnn", StringComparison.Ordinal), Patience);
        using var channel = await ConnectAsync(process);
        var client = new MetaController.MetaControllerClient(channel);

        await using (var storage = new EmbeddedStorage(Path.Combine(_folder, "meta-controller"), TimeProvider.System))
            await ModelArtifacts.PutAsync(storage.Artifacts, TestModels.Rnn(0, 3, 0), int.MaxValue, default);

        await Eventually.HoldsAsync(async () => (await client.PredictAsync(Ask())).ModelVersion == TestModels.Rnn(0, 3, 0).Version);
        (await client.PredictAsync(Ask())).Agent.ShouldBe("trm");
    }

    [Fact]
    public async Task WhatWasAnsweredAsWrittenIsInTheLogAfterKillNine()
    {
        var written = new List<string>();
        await using (var process = Start())
        {
            using var channel = await ConnectAsync(process);
            var client = new MetaController.MetaControllerClient(channel);
            var enough = new TaskCompletionSource();
            var writing = Task.Run(async () =>
            {
                for (var run = 0; ; run++)
                {
                    await client.RecordDecisionsAsync(new RecordDecisionsRequest { Decisions = { Decide($"run_{run}") } });
                    written.Add($"run_{run}");
                    if (written.Count == 200)
                        enough.SetResult();
                }
            });
            await Task.WhenAny(writing, enough.Task);
            process.Signal("KILL");
            await Should.ThrowAsync<RpcException>(writing);
        }

        await using var again = Start();
        using var reconnected = await ConnectAsync(again);
        var prediction = await new MetaController.MetaControllerClient(reconnected).PredictAsync(Ask(neighbours: 20));

        prediction.Neighbours.Count.ShouldBe(20);
        var logged = DecisionLog.FilesOf(Path.Combine(_folder, "meta-controller", "decisions")).SelectMany(file => DecisionLogReader.Read(file)).Select(entry => entry.Run).ToList();
        logged.Take(written.Count).ShouldBe(written);
        logged.Count.ShouldBeInRange(written.Count, written.Count + 1);
    }

    private static PredictRequest Ask(int neighbours = 0) => new() { UseMcts = true, States = { WireStates.After() }, Neighbours = neighbours };

    private static Decision Decide(string run) =>
        new() { RunId = run, State = WireStates.After(), Agents = { "hrm" }, Propensity = 1, ByRules = true, ModelVersion = "rules-1" };

    private async Task<GrpcChannel> ConnectAsync(ChildProcess process)
    {
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await new MetaController.MetaControllerClient(channel).GetModelInfoAsync(new GetModelInfoRequest());
                    return true;
                }
                catch (RpcException)
                {
                    return false;
                }
            },
            () => process.Output);
        return channel;
    }

    private ChildProcess Start(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string?>
        {
            ["GRPC_PORT"] = $"{_port}",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_port};http://127.0.0.1:0",
            ["MCTS_DATA_DIR"] = _folder,
            ["LOG_LEVEL"] = "CRITICAL",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;
        return ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "MetaControllerService.dll")], environment, _folder);
    }
}
