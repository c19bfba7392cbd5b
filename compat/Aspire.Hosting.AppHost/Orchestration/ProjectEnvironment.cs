using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>The environment that every project gets.</summary>
internal static class ProjectEnvironment
{
    /// <summary>The configuration key of the address that takes telemetry over HTTP, when the application keeps its spans itself.</summary>
    public const string OtlpHttpEndpointKey = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";

    /// <summary>The configuration key of what a sender of telemetry must know.</summary>
    public const string OtlpApiKeyKey = "AppHost:OtlpApiKey";

    private const int InstanceIdLength = 8;
    private static readonly string[] HandedOn = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    /// <summary>Says where telemetry goes, and under which name.</summary>
    public static void AddTelemetry(IDistributedApplicationBuilder builder, EnvironmentCallbackContext context)
    {
        if (context.ExecutionContext.IsPublishMode)
            return;

        var variables = context.EnvironmentVariables;
        variables["ASPNETCORE_ENVIRONMENT"] = builder.Environment.EnvironmentName;
        variables["DOTNET_ENVIRONMENT"] = builder.Environment.EnvironmentName;
        variables["OTEL_SERVICE_NAME"] = context.Resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=" + RandomNumberGenerator.GetHexString(InstanceIdLength, lowercase: true);
        if (!string.IsNullOrEmpty(builder.Configuration[HandedOn[0]]))
        {
            foreach (var name in HandedOn)
            {
                if (builder.Configuration[name] is { Length: > 0 } value)
                    variables[name] = value;
            }
        }
        else if (builder.Configuration[OtlpHttpEndpointKey] is { Length: > 0 } receiver)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver;
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=" + builder.Configuration[OtlpApiKeyKey];
        }

        if (!builder.Environment.IsDevelopment())
            return;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
    }

    /// <summary>Says where to listen: on every HTTP endpoint whose port the project does not read from a variable of its own.</summary>
    public static void AddUrls(EnvironmentCallbackContext context)
    {
        if (context.ExecutionContext.IsPublishMode || context.Resource is not IResourceWithEndpoints resource)
            return;

        var urls = resource.GetEndpoints()
            .Where(endpoint => endpoint.Scheme is "http" or "https" && endpoint.EndpointAnnotation.TargetPortEnvironmentVariable is null)
            .Aggregate(ReferenceExpression.Empty, Append);
        if (urls.ValueProviders.Count > 0)
            context.EnvironmentVariables["ASPNETCORE_URLS"] = urls;
    }

    private static ReferenceExpression Append(ReferenceExpression urls, EndpointReference endpoint)
    {
        var port = endpoint.Property(EndpointProperty.TargetPort);
        var host = endpoint.EndpointAnnotation.TargetHost;
        return urls.ValueProviders.Count == 0
            ? ReferenceExpression.Create($"{endpoint.Scheme}://{host}:{port}")
            : ReferenceExpression.Create($"{urls};{endpoint.Scheme}://{host}:{port}");
    }
}
