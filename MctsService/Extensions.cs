using MctsAspire.MctsService.Domains.Reasoning;
using MctsAspire.MctsService.Rpc;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Telemetry;
using ReasoningClient = MctsAspire.Protos.Llm.Reasoning.ReasoningClient;

namespace MctsAspire.MctsService;

internal static class Extensions
{
    private const string LanguageService = "llm-gateway";

    /// <summary>What this service is made of.</summary>
    public static void AddSearch(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SearchLimits>()
            .BindConfiguration(SearchLimits.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddGrpcServiceClient<ReasoningClient>(LanguageService);
        builder.Services.AddHealthChecks().AddServiceReadiness(LanguageService);
        builder.Services.AddSingleton<MctsTelemetry>();
        builder.Services.AddSingleton<SearchAdmission>();
        builder.Services.AddTransient<ReasoningRunner>();
        builder.Services.AddTransient<SearchRunner>();
    }

    /// <summary>Serves the contract.</summary>
    public static void MapSearch(this IEndpointRouteBuilder app) => app.MapGrpcService<MctsRpc>();
}
