using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Rpc;
using MctsAspire.MetaControllerService.Telemetry;

namespace MctsAspire.MetaControllerService;

internal static class Extensions
{
    /// <summary>What this service is made of.</summary>
    public static void AddMetaController(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MetaControllerTelemetry>();
        builder.Services.AddSingleton<IMetaController, RuleController>();
    }

    /// <summary>Serves the contract.</summary>
    public static void MapMetaController(this IEndpointRouteBuilder app) => app.MapGrpcService<PredictionService>();
}
