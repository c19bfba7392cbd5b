using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;

namespace MctsAspire.ServiceDefaults.Logging;

/// <summary>Sets up the logs: JSON lines on the console, and OTLP where there is an endpoint, both without secrets.</summary>
internal static class LoggingExtensions
{
    public static void AddRedactedLogging(this IHostApplicationBuilder builder, FrameworkSettings settings)
    {
        builder.Services.AddSingleton(new SecretRedactor(ConfiguredSecrets.In(builder.Configuration)));

        // Whatever else the host would add writes what it is given.
        builder.Logging.ClearProviders();
        // The lines take the ids of trace and span from where they are; in a scope they would be made for each line again.
        builder.Logging.Configure(options => options.ActivityTrackingOptions = ActivityTrackingOptions.None);
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        if (settings.LogLevel > LogLevel.Debug)
        {
            builder.Logging.AddFilter("Microsoft.AspNetCore", Max(settings.LogLevel, LogLevel.Warning));
            builder.Logging.AddFilter("Microsoft.Extensions.Http", Max(settings.LogLevel, LogLevel.Warning));
            builder.Logging.AddFilter("System.Net.Http.HttpClient", Max(settings.LogLevel, LogLevel.Warning));
        }

        // These report each failure that our own code reports as well.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None);
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.None);

        builder.Services.AddSingleton<JsonLog>();
        builder.Services.AddSingleton<ILoggerProvider>(services => new ConsoleLogs(services.GetRequiredService<JsonLog>()));

        if (settings.OtlpEndpoint is not null)
            builder.Services.AddSingleton<ILoggerProvider>(services => CreateOtlpProvider(builder, services));
    }

    private static RedactingLoggerProvider CreateOtlpProvider(IHostApplicationBuilder builder, IServiceProvider services)
    {
        var identity = services.GetRequiredService<ServiceIdentity>();
        var target = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            logging.Services.AddSingleton<IConfiguration>(builder.Configuration);
            logging.AddOpenTelemetry(options =>
            {
                options.IncludeFormattedMessage = true;
                options.SetResourceBuilder(Telemetry.TelemetryResource.For(identity, builder.Configuration));
                options.AddOtlpExporter();
            });
        });
        return new RedactingLoggerProvider(target, services.GetRequiredService<SecretRedactor>());
    }

    private static LogLevel Max(LogLevel one, LogLevel other) => one > other ? one : other;
}
