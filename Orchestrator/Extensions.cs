using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Artifacts;
using MctsAspire.Orchestrator.Budgets;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Documents;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Hosting;
using MctsAspire.Orchestrator.OpenAi;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Rpc;
using MctsAspire.Orchestrator.Runs;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Health;
using MctsAspire.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.Orchestrator;

/// <summary>What the Orchestrator is made of.</summary>
internal static class Extensions
{
    private const string LlmGateway = "llm-gateway";
    private const string MetaControllerService = "meta-controller";
    private const string MctsService = "mcts";

    // A problem to search, and the bundle of its result with all that it rests on.
    private const int LargestMessage = 32 * 1024 * 1024;

    public static void AddOrchestrator(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<OrchestratorOptions>()
            .BindConfiguration(OrchestratorOptions.Section)
            .Configure<IConfiguration>((options, configuration) => options.TakeThreshold(configuration))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddStores();
        builder.Services.AddServices();
        builder.Services.AddGraph();
        builder.Services.AddRuns();
        builder.Services.AddOpenAi();
    }

    public static void MapOrchestrator(this WebApplication app)
    {
        app.UseStorageFailures();
        app.MapQueries();
        app.MapAgents();
        app.MapBudgets();
        app.MapOpenAi();
        app.MapSearches();
        app.MapRuns();
        app.MapDocuments();
        app.MapArtifacts();
        app.MapGrpcService<OrchestratorRpc>();
    }

    private static void AddStores(this IServiceCollection services)
    {
        services.AddSingleton(provider => new EmbeddedStorage(
            Path.Combine(provider.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory, "orchestrator"),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Documents);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Runs);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Threads);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Artifacts);
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedStorage>().Budgets);
        services.AddSingleton<IterationLedger>();
        services.AddHostedService<UsagePruner>();
        services.AddHealthChecks().AddCheck<StorageCheck>("storage");
        services.AddBackend("retrieval", "sqlite-fts5");
        services.AddBackend("journal", "sqlite");
        services.AddBackend("artifacts", "folder");
    }

    private static void AddServices(this IServiceCollection services)
    {
        services.AddGrpcService();
        services.AddGrpc().AddServiceOptions<OrchestratorRpc>(options => options.MaxReceiveMessageSize = LargestMessage);
        services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = LargestMessage);
        services.AddGrpcServiceClient<ReasoningClient>(LlmGateway);
        services.AddGrpcServiceClient<LanguageModel.LanguageModelClient>(LlmGateway);
        services.AddGrpcServiceClient<MetaController.MetaControllerClient>(MetaControllerService);
        services.AddGrpcServiceClient<Mcts.MctsClient>(MctsService).ConfigureChannel(channel => channel.MaxReceiveMessageSize = LargestMessage);
        services.AddGrpcServiceClient<MctsHealthClient>(MctsService);
        services.AddHealthChecks()
            .AddServiceReadiness(LlmGateway)
            .AddServiceReadiness(MetaControllerService, without: "The rules choose the agents.", instead: new Backend("router", "rules"))
            .AddCheck<SearchReplicasCheck>(MctsService);
    }

    private static void AddGraph(this IServiceCollection services)
    {
        services.AddSingleton<Retriever>();
        services.AddSingleton<DocumentIndexer>();
        services.AddSingleton<ReasoningCalls>();
        services.AddSingleton<SearchRunner>();
        services.AddSingleton<SearchDefaults>();
        services.AddSingleton<SearchService>();
        services.AddSingleton<SearchSessions>();
        services.AddSingleton<ContextRetrieval>();
        services.AddSingleton<RouterCalls>();
        services.AddSingleton<RouteDecision>();
        services.AddSingleton<AgentRouter>();
        services.AddSingleton<DecisionReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<DecisionReporter>());
        services.AddSingleton<Synthesis>();
        services.AddSingleton<StateGraph>();
        services.AddSingleton<IAgent, HrmAgent>();
        services.AddSingleton<IAgent, TrmAgent>();
        services.AddSingleton<IAgent, MctsAgent>();
        services.AddSingleton<AgentWork>();
    }

    private static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<RequestDefaults>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<IRunWork, QueryRun>();
        services.AddSingleton<IRunWork, AgentRun>();
        services.AddSingleton<IRunWork, AutoRun>();
        services.AddSingleton<RunManager>();
        services.AddSingleton<RunReader>();
        services.AddHostedService(provider => provider.GetRequiredService<RunManager>());
        services.AddHostedService<RunPruner>();
    }

    private static void AddOpenAi(this IServiceCollection services)
    {
        services.AddSingleton<ProviderLookup>();
        services.AddSingleton<IChatSource, AgentChat>();
        services.AddSingleton<IChatSource, DirectChat>();
        services.AddSingleton<ChatStream>();
        services.AddSingleton<Embeddings>();
    }
}
