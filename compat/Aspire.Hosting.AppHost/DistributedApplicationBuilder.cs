using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Output;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <inheritdoc/>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;

    /// <summary>Begins an application.</summary>
    /// <param name="args">The command line.</param>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Begins an application.</summary>
    /// <param name="options">How to build it.</param>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(name) : Assembly.GetEntryAssembly();
        AppHostDirectory = Path.GetFullPath(options.ProjectDirectory ?? ProjectDirectory(AppHostAssembly) ?? Directory.GetCurrentDirectory());

        _host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = options.Args,
            ContentRootPath = AppHostDirectory,
            EnvironmentName = EnvironmentName(),
        });
        _host.Configuration.AddCommandLine(options.Args ?? [], new Dictionary<string, string> { ["--operation"] = "AppHost:Operation" });
        ExecutionContext = new DistributedApplicationExecutionContext(Operation(_host.Configuration["AppHost:Operation"]));

        AddLogging();
        AddServices(options);
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (Resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"There is a resource '{resource.Name}' already; names are compared without regard to case.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        var application = new DistributedApplication(_host.Build());
        ExecutionContext.ServiceProvider = application.Services;
        return application;
    }

    private static string? ProjectDirectory(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "AppHostProjectPath")?.Value;

    // It is a tool for development: unlike other hosts it is in that environment unless told otherwise.
    private static string EnvironmentName() =>
        System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environments.Development;

    private static DistributedApplicationOperation Operation(string? name) => name?.ToUpperInvariant() switch
    {
        null or "RUN" => DistributedApplicationOperation.Run,
        "PUBLISH" => DistributedApplicationOperation.Publish,
        _ => throw new DistributedApplicationException($"The operation '{name}' is neither run nor publish."),
    };

    private void AddLogging()
    {
        _host.Logging.ClearProviders();
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning);
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        _host.Logging.AddConfiguration(_host.Configuration.GetSection("Logging"));
        _host.Services.AddSingleton<ILoggerProvider, ResourceConsoleProvider>();
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(options);
        Services.AddSingleton(ExecutionContext);
        Services.AddSingleton(new DistributedApplicationModel(Resources));
        Services.AddSingleton<ResourceNotificationService>();
        Services.AddHealthChecks();
        if (!ExecutionContext.IsRunMode)
            return;

        Services.AddSingleton<ProcessGuard>();
        Services.AddSingleton<PortReservations>();
        Services.AddSingleton<ResourceOrchestrator>();
        if (!options.DisableDashboard && string.IsNullOrEmpty(Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            Services.AddHostedService<TelemetryReceiver>();
        Services.AddHostedService(services => services.GetRequiredService<ResourceOrchestrator>());
        Services.AddHostedService<ParentWatch>();
    }
}
