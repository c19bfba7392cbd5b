using MctsAspire.MctsService.Bundles;
using MctsAspire.MctsService.Certifying;
using MctsAspire.MctsService.Distribution;
using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Domains.Remote;
using MctsAspire.MctsService.Explaining;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Rpc;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.Protos.Mcts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService;

internal static class Extensions
{
    private const string LanguageService = "llm-gateway";

    // A problem of 8 MiB with all that stands around it, and a bundle that holds one.
    private const int LargestMessage = 24 * 1024 * 1024;

    /// <summary>What this service is made of.</summary>
    public static void AddSearch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SearchLimits>()
            .BindConfiguration(SearchLimits.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = LargestMessage);
        builder.Services.AddGrpc().AddServiceOptions<MctsRpc>(options => options.MaxReceiveMessageSize = LargestMessage);
        builder.Services.AddGrpcServiceClient<ReasoningClient>(LanguageService);
        builder.Services.AddHealthChecks().AddServiceReadiness(LanguageService);
        builder.Services.AddSingleton<MctsTelemetry>();
        builder.Services.AddRequests();
        builder.Services.AddShards();
        builder.Services.AddSimulators();
        builder.Services.AddPeers(builder.Configuration);
        builder.Services.AddTransient<SearchRunner>();
        builder.Services.AddTransient<BundleVerifier>();
    }

    /// <summary>Serves the contract.</summary>
    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapGrpcService<MctsRpc>();

    private static void AddRequests(this IServiceCollection services)
    {
        services.AddSingleton<SearchRequestReader>();
        services.AddSingleton<ProblemCache>();
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<SearchAdmission>();
        services.AddSingleton<RunningSearches>();
    }

    private static void AddShards(this IServiceCollection services)
    {
        services.AddSingleton<ShardThreads>();
        services.AddSingleton<NativeShardRunner>();
        services.AddSingleton<Certifier>();
        services.AddSingleton<Explainer>();
        services.AddKeyedSingleton<IShardRunner, ReasoningRunner>(ReasoningDomain.Name);
    }

    private static void AddSimulators(this IServiceCollection services)
    {
        services.AddOptions<SimulatorSettings>()
            .BindConfiguration(SimulatorSettings.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SimulatorDirectory>();
        services.AddKeyedSingleton<IShardRunner, RemoteRunner>(RemoteDomain.Name);
    }

    private static void AddPeers(this IServiceCollection services, IConfiguration configuration)
    {
        var addresses = PeerAddresses.Read(configuration);
        services.AddSingleton(addresses);
        services.AddSingleton<PeerDirectory>();
        services.AddSingleton<PeerShard>();
        services.AddSingleton<PeerLane>();
        services.AddSingleton<SearchCoordinator>();
        services.AddSingleton<ShardServer>();
        foreach (var address in addresses.All)
        {
            services.AddGrpcServiceClient<Mcts.MctsClient>("mcts", PeerAddresses.ClientName(address), address)
                .ConfigureChannel(options => options.MaxReceiveMessageSize = LargestMessage);
        }
    }
}
