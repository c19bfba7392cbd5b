using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Shows what a service measures at <c>/metrics</c>.</summary>
public static class MetricsExtensions
{
    /// <summary>Makes a service ready only while it gathers measurements.</summary>
    /// <param name="builder">The service's checks.</param>
    /// <param name="name">What the check is called.</param>
    public static IHealthChecksBuilder AddMetricsReadiness(this IHealthChecksBuilder builder, string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<MetricsCheck>(name);
    }

    /// <summary>Leaves the framework's own measure of requests out of <c>/metrics</c>, for a service that measures them itself.</summary>
    /// <param name="services">The service's registrations.</param>
    public static IServiceCollection MeasuresRequestsItself(this IServiceCollection services) =>
        services.Configure<CollectedMeters>(collected => collected.Framework.Remove(CollectedMeters.Hosting));

    internal static void AddMetricsCollection(this IServiceCollection services)
    {
        services.AddSingleton<MetricsCollector>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsCollector>());
    }

    internal static void MapMetrics(this WebApplication app) =>
        app.MapGet("/metrics", (HttpContext context, MetricsEndpoint endpoint) => endpoint.AnswerAsync(context))
            .WithName("metrics")
            .WithTags("Operation")
            .WithSummary("Read the metrics")
            .WithDescription("The measurements for Prometheus: its text format 0.0.4, or OpenMetrics 1.0.0 with exemplars for whoever asks for application/openmetrics-text.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain", "application/openmetrics-text")
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
}
