using MctsAspire.ServiceDefaults;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using MctsAspire.ServiceDefaults.Logging;
using MctsAspire.ServiceDefaults.Refusals;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

// As in Aspire's template, so that a service finds both entry points without a using.
namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of the system has in common.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Adds settings, logs, telemetry, correlation, errors, health and limits. A setting that is wrong stops the process with one line on
    /// the standard error and the exit code 78.
    /// </summary>
    /// <param name="builder">The service that is being built.</param>
    /// <exception cref="ConfigurationException">A setting is wrong. Left uncaught, it becomes that line.</exception>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        StartFailure.Handle();
        RequestFraming.RequireWholeLineEnds();
        DotEnvConfiguration.Add(builder.Configuration, builder.Environment.ContentRootPath);
        ReplicaAddresses.Fold(builder.Configuration);
        var settings = FrameworkSettingsLoader.Load(builder.Configuration, builder.Environment.IsDevelopment());

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Options.Options.Create(settings));
        builder.Services.AddSingleton(services => new ServiceIdentity(
            builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : builder.Environment.ApplicationName,
            ServiceIdentity.CodeVersion,
            services.GetRequiredService<TimeProvider>().GetUtcNow()));

        builder.AddRedactedLogging(settings);
        builder.AddTelemetry(settings);
        builder.Services.AddRequestCorrelation();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.RemoveAllLoggers().AddServiceDiscovery());
        builder.Services.AddErrorResponses();
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        builder.Services.AddReadiness();
        builder.Services.AddMetricsCollection();
        builder.Services.AddServiceLimits(builder.Configuration);
        builder.Services.ConfigureHttpJsonOptions(options => StrictJson.Apply(options.SerializerOptions));
        return builder;
    }

    /// <summary>Maps <c>/health</c>, <c>/ready</c>, <c>/metrics</c> and, for a service that speaks gRPC, its health service; lets every failure leave as an <see cref="ErrorResponse"/>. To be called before other middleware is added.</summary>
    /// <param name="app">The service.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(HeadRequests.Restore);
        // Here rather than in front of everything: a development environment puts a page with stack traces there.
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(StatusPages.WriteAsync);
        app.Use(RequestFraming.Check);
        app.MapReadiness();
        app.MapMetrics();
        app.MapGrpcHealth();
        return app;
    }

    private static void AddRequestCorrelation(this IServiceCollection services)
    {
        services.AddSingleton<IStartupFilter, CorrelationStartupFilter>();
        services.AddTransient<CorrelationHandler>();
        services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler<CorrelationHandler>());
    }

    private static void AddErrorResponses(this IServiceCollection services)
    {
        services.AddExceptionHandler<FrameworkExceptionHandler>();
        services.AddSingleton<RefusalMetrics>();
        services.AddHostedService<RefusalObserver>();
    }
}
