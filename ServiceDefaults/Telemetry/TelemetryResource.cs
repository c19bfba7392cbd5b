using Microsoft.Extensions.Configuration;
using OpenTelemetry.Resources;

namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>Who sends the telemetry.</summary>
internal static class TelemetryResource
{
    public static ResourceBuilder For(ServiceIdentity identity, IConfiguration configuration)
    {
        var namesInstance = configuration["OTEL_RESOURCE_ATTRIBUTES"]?.Contains("service.instance.id", StringComparison.Ordinal) == true;
        return ResourceBuilder.CreateEmpty()
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector()
            .AddService(identity.Name, serviceVersion: identity.Version, autoGenerateServiceInstanceId: !namesInstance);
    }
}
