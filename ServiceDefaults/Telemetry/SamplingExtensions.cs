using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace MctsAspire.ServiceDefaults.Telemetry;

/// <summary>Which spans are kept.</summary>
internal static class SamplingExtensions
{
    private const string Variable = "OTEL_TRACES_SAMPLER";

    /// <summary>
    /// Keeps every span whose parent is kept. Aspire asks for <c>always_on</c> in development, which would also keep the thousands of
    /// calls that a search leaves out of its trace; any other sampler that is asked for is left to the SDK.
    /// </summary>
    public static TracerProviderBuilder SetParentBasedSampler(this TracerProviderBuilder builder, IConfiguration configuration) =>
        configuration[Variable] is null or "" or "always_on" ? builder.SetSampler(new ParentBasedSampler(new AlwaysOnSampler())) : builder;
}
