using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Integrations;
using MctsAspire.MetaControllerService.Rpc;
using MctsAspire.MetaControllerService.Telemetry;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.MetaControllerService;

internal static class Extensions
{
    /// <summary>What this service is made of.</summary>
    public static void AddMetaController(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MetaControllerTelemetry>();
        builder.Services.AddSingleton<IMetaController, RuleController>();
        builder.Services.AddIntegrations(SettingsOf(builder.Services));
    }

    /// <summary>Serves the contract.</summary>
    public static void MapMetaController(this IEndpointRouteBuilder app) => app.MapGrpcService<PredictionService>();

    // The defaults register the settings as they are, read and checked.
    private static FrameworkSettings SettingsOf(IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<IOptions<FrameworkSettings>>().Single().Value;
}
