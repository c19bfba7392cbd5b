using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>Sets up traces and metrics.</summary>
internal static class TelemetryExtensions
{
    public static void AddTelemetry(this IHostApplicationBuilder builder, FrameworkSettings settings)
    {
        if (settings.OtlpEndpoint is not null)
            builder.Services.AddHostedService<TelemetryService>();
    }
}
