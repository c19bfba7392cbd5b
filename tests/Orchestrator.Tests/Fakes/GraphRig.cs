using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Budgets;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Storage;
using MctsAspire.Storage.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Tests.Fakes;

/// <summary>The state graph over real stores and a <see cref="FakeWorld"/>, without a network.</summary>
internal sealed class GraphRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-graph-").FullName;
    private readonly List<RunEvent> _events = [];
    private int _runs;

    public GraphRig(FakeWorld world, TimeProvider? time = null)
    {
        World = world;
        Time = time ?? TimeProvider.System;
        Storage = new EmbeddedStorage(_folder, Time);
        var settings = Microsoft.Extensions.Options.Options.Create(new FrameworkSettings());
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var reasoning = new ReasoningCalls(new StubReasoning(world), options, Time);
        var retriever = new Retriever(Storage.Documents);
        var ledger = new IterationLedger(Storage.Budgets, options, Time, NullLogger<IterationLedger>.Instance);
        var searches = new SearchRunner(new StubMcts(world), ledger, new ConfigurationBuilder().Build(), options, Time, NullLogger<SearchRunner>.Instance);
        Agents =
        [
            new HrmAgent(reasoning, retriever, options),
            new TrmAgent(reasoning, options),
            new MctsAgent(searches, new SearchDefaults(settings)),
        ];
        Graph = new StateGraph(
            new ContextRetrieval(retriever, options),
            new RouteDecision(new RouterCalls(new StubMetaController(world), options, Time, NullLogger<RouterCalls>.Instance), options, Time),
            new Synthesis(reasoning, NullLogger<Synthesis>.Instance),
            Agents,
            options,
            Time);
    }

    public FakeWorld World { get; }

    public TimeProvider Time { get; }

    public OrchestratorOptions Options { get; } = new() { SearchRetryMilliseconds = 0 };

    public EmbeddedStorage Storage { get; }

    public StateGraph Graph { get; }

    public IReadOnlyList<IAgent> Agents { get; }

    /// <summary>The events of all runs so far.</summary>
    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    /// <summary>A question of whoever does not care which.</summary>
    public static AgentState Ask(string query = "What colour is the tank?", bool useMcts = true, bool useRag = true) =>
        new() { Query = query, UseMcts = useMcts, UseRag = useRag };

    public async Task StoreAsync(string id, string text) =>
        await Storage.Documents.PutAsync(
            [new NewDocument { Id = id, Title = id, Text = text, Metadata = new Dictionary<string, string>(), Passages = MctsAspire.Orchestrator.Documents.Chunking.Chunker.Cut(text) }],
            default);

    /// <summary>Runs a question to its end, as a run of its own or as one that is taken up.</summary>
    public async Task<AgentState> RunAsync(AgentState start, string? takenUp = null, CancellationToken cancellationToken = default)
    {
        using var run = Begin(takenUp);
        return await Graph.RunAsync(start, run, cancellationToken);
    }

    public RunContext Begin(string? takenUp = null)
    {
        var runId = takenUp ?? $"run_{Interlocked.Increment(ref _runs)}";
        var recorder = new RunRecorder(Storage.Journal, Time, runId, fresh: takenUp is null);
        return new RunContext(runId, seed: 42, recorder, Note, TimeSpan.FromSeconds(Options.RunTimeoutSeconds), Time) { Payer = ("client_1", "thread_1") };
    }

    public async Task<IReadOnlyList<string>> StepsAsync(string runId) =>
        [.. (await Storage.Journal.ListAsync(runId, default)).Select(entry => entry.Key.Step)];

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Note(RunEvent happened)
    {
        lock (_events)
            _events.Add(happened);
    }
}
