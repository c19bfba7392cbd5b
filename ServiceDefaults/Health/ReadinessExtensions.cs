using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Health;
using MctsAspire.ServiceDefaults.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MctsAspire.ServiceDefaults;
using MctsAspire.ServiceDefaults.Requests;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Says what a service needs and uses; <c>/ready</c> shows it.</summary>
public static class ReadinessExtensions
{
    /// <summary>States what fills a role that has an embedded default.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="role">The role, as <c>llm</c>, <c>journal</c> or <c>retrieval</c>.</param>
    /// <param name="inUse">What fills it, as <c>embedded</c> or <c>sqlite</c>; no address and no secret.</param>
    public static IServiceCollection AddBackend(this IServiceCollection services, string role, string inUse) =>
        services.AddSingleton(new Backend(role, inUse));

    /// <summary>Makes a service ready only when another one is, and shows the other's checks and backends as well.</summary>
    /// <param name="builder">The service's checks.</param>
    /// <param name="resource">The other's name, as <c>llm-gateway</c>; the check is called <c>llm_gateway</c>.</param>
    /// <param name="without">What happens while the other is not there, in a sentence that everybody may read: the service can do without it, and stays ready. <see langword="null"/>: it can't.</param>
    /// <param name="instead">What fills the other's role while the other is not there or not ready; <see langword="null"/>: nothing does.</param>
    public static IHealthChecksBuilder AddServiceReadiness(this IHealthChecksBuilder builder, string resource, string? without = null, Backend? instead = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        return builder.Add(new HealthCheckRegistration(
            resource.Replace('-', '_'),
            services => new RemoteReadinessCheck(services.GetRequiredService<ReadyReportClient>(), resource, without, instead),
            without is null ? HealthStatus.Unhealthy : HealthStatus.Degraded,
            tags: null,
            without is null ? ReadinessProbe.CheckTimeout : ReadinessProbe.OptionalCheckTimeout));
    }

    /// <summary>Shows whether something is there that a service can do without: while it is not, the check fails with its reason, and the service stays ready.</summary>
    /// <param name="builder">The service's checks.</param>
    /// <param name="name">What is shown, as <c>key_store</c>.</param>
    /// <param name="lack">Says what is lacking and what that means, in sentences that everybody may read; <see langword="null"/>: nothing.</param>
    public static IHealthChecksBuilder AddLackCheck(this IHealthChecksBuilder builder, string name, Func<IServiceProvider, string?> lack)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(lack);
        return builder.Add(new HealthCheckRegistration(name, services => new LackCheck(() => lack(services)), HealthStatus.Degraded, tags: null));
    }

    internal static void AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddSingleton<ReadinessProbe>();
        services.AddHostedService<BackendLog>();
        services.AddSingleton<ReadyReportClient>();
        services.AddHttpClient(ReadyReportClient.ClientName, ReadyReportClient.Configure);
        services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var registration in options.Registrations.Where(registration => registration.Timeout == Timeout.InfiniteTimeSpan))
                registration.Timeout = ReadinessProbe.CheckTimeout;
        });
    }

    internal static void MapReadiness(this WebApplication app)
    {
        app.MapGet("/health", HealthAsync)
            .WithName("health")
            .WithTags("Operation")
            .WithSummary("See whether the service lives")
            .WithDescription("For liveness probes: unhealthy means that only a restart helps.")
            .Produces<HealthReportBody>()
            .Produces<HealthReportBody>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/ready", ReadyAsync)
            .WithName("ready")
            .WithTags("Operation")
            .WithSummary("See whether the service can do its work")
            .WithDescription("For readiness probes: every dependency with its check, and what fills each role.")
            .Produces<ReadyReport>()
            .Produces<ReadyReport>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task HealthAsync(HttpContext context, HealthCheckService checks, ServiceIdentity identity, TimeProvider time)
    {
        var health = await checks.CheckHealthAsync(check => check.Tags.Contains(HealthTags.Live), context.RequestAborted);
        var healthy = health.Status != HealthStatus.Unhealthy;
        var now = time.GetUtcNow();
        await WriteAsync(context, healthy, new HealthReportBody
        {
            Status = healthy ? "healthy" : "unhealthy",
            Timestamp = UtcTime.Format(now),
            Version = identity.Version,
            UptimeSeconds = Math.Round(Math.Max(0, (now - identity.StartedAt).TotalSeconds), 3),
        });
    }

    private static async Task ReadyAsync(HttpContext context, ReadinessProbe probe)
    {
        var report = await probe.GetAsync(context.RequestAborted);
        await WriteAsync(context, report.Ready, report);
    }

    private static Task WriteAsync<T>(HttpContext context, bool good, T body)
    {
        context.Response.StatusCode = good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        if (!good)
            context.Response.Headers.RetryAfter = ServiceUnavailableException.DefaultRetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return context.Response.WriteAsJsonAsync(body, StrictJson.Options, "application/json", context.RequestAborted);
    }
}
