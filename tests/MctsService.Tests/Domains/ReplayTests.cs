using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Domains.Remote;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Tests.Domains.Remote;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.MctsService.Tests.Search.Calls;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService.Tests.Domains;

/// <summary>A shard of a domain whose steps are calls runs again from its journal, without a call.</summary>
public class ReplayTests
{
    // Nothing listens there: whatever is called fails.
    private static readonly ReasoningClient Nowhere = new(GrpcChannel.ForAddress("http://127.0.0.1:9"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AShardOfReasoningIsTheSameWithoutItsCalls(bool deterministic)
    {
        var request = Reasoning();
        var recorded = await RecordAsync(request, deterministic);

        var again = await ReplayAsync(new ReasoningRunner(Nowhere, TimeProvider.System), request, recorded.Journal);

        again.ShouldBe(recorded);
        recorded.Journal.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(0, recorded.Journal.Count));
    }

    [Fact]
    public async Task AnotherRunOfTheSameSearchHasTheSameJournal()
    {
        var request = Reasoning();
        request.RunId = "run-1";
        var other = request.Clone();
        other.RunId = "run-2";

        (await RecordAsync(other, deterministic: true)).ShouldBe(await RecordAsync(request, deterministic: true));
    }

    [Fact]
    public async Task AJournalOfAnotherQuestionIsRefused()
    {
        var request = Reasoning();
        var recorded = await RecordAsync(request, deterministic: true);
        request.Reasoning.Query = "Which is worst?";

        var error = await Should.ThrowAsync<MctsException>(ReplayAsync(new ReasoningRunner(Nowhere, TimeProvider.System), request, recorded.Journal));

        error.Message.ShouldContain("request_sha256");
    }

    [Fact]
    public async Task AJournalThatWasCutShortIsRefused()
    {
        var request = Reasoning();
        var recorded = await RecordAsync(request, deterministic: true);

        var error = await Should.ThrowAsync<MctsException>(
            ReplayAsync(new ReasoningRunner(Nowhere, TimeProvider.System), request, [.. recorded.Journal.SkipLast(1)]));

        error.Message.ShouldContain($"no answer to call {recorded.Journal.Count - 1}");
    }

    [Fact]
    public async Task AnAnswerThatWasChangedChangesTheTree()
    {
        var request = Reasoning();
        var recorded = await RecordAsync(request, deterministic: true);
        var journal = recorded.Journal.Select(entry => entry.Clone()).ToArray();
        var first = MctsAspire.Protos.Llm.EvaluateResponse.Parser.ParseFrom(journal[0].Response);
        first.Value += 0.01;
        journal[0].Response = first.ToByteString();

        var again = await ReplayAsync(new ReasoningRunner(Nowhere, TimeProvider.System), request, journal);

        again.TreeHash.ShouldNotBe(recorded.TreeHash);
    }

    [Fact]
    public async Task AShardOfASimulatorsProblemIsTheSameWithoutTheSimulator()
    {
        var request = RemoteSearchTests.Request(23, 300);
        request.Bundle = true;
        ShardReport recorded;
        await using (var simulator = await NimSimulator.StartAsync())
            recorded = await RunAsync(Remote(("nim", simulator.Address)), request, null);

        using var offline = new SimulatorDirectory(Options.Create(new SimulatorSettings()));
        var again = await RunAsync(new RemoteRunner(offline, TimeProvider.System), request, recorded.Journal);

        again.ShouldBe(recorded);
        recorded.Start.ShouldBe("23 stones");
        recorded.Journal.Count.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task WithoutABundleNoAnswersAreKept()
    {
        var request = RemoteSearchTests.Request(9, 50);
        await using var simulator = await NimSimulator.StartAsync();

        (await RunAsync(Remote(("nim", simulator.Address)), request, null)).Journal.ShouldBeEmpty();
    }

    private static SearchRequest Reasoning()
    {
        var request = Problems.Request(60, 0.2, 0.9, 0.4);
        request.Bundle = true;
        request.Parallel = 5;
        return request;
    }

    private static async Task<ShardReport> RecordAsync(SearchRequest request, bool deterministic)
    {
        await using var language = await LanguageServer.StartAsync();
        language.Reasoning.Deterministic = deterministic;
        language.Reasoning.BeforeEvaluation = async (_, _) => await Task.Yield();
        return await RunAsync(new ReasoningRunner(language.Client, TimeProvider.System), request, null);
    }

    private static RemoteRunner Remote((string Name, string Address) simulator)
    {
        var settings = new SimulatorSettings();
        settings.Simulators.Add(simulator.Name, simulator.Address);
        return new(new SimulatorDirectory(Options.Create(settings)), TimeProvider.System);
    }

    private static Task<ShardReport> ReplayAsync(ReasoningRunner runner, SearchRequest request, IReadOnlyList<JournalEntry> journal) =>
        RunAsync(runner, request, journal);

    private static Task<ShardReport> RunAsync(IShardRunner runner, SearchRequest request, IReadOnlyList<JournalEntry>? replay) =>
        runner.RunAsync(Reading.Read(request), 0, 1, new SilentWatch(), replay, CancellationToken.None);
}
