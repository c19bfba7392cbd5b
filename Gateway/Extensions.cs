using System.Net;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Gateway.Health;
using MctsAspire.Gateway.Metrics;
using MctsAspire.Gateway.Routes;
using MctsAspire.Gateway.Security;
using MctsAspire.Gateway.StartPage;
using Microsoft.AspNetCore.Authentication;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway;

/// <summary>Registers what the Gateway is made of, and puts it in order.</summary>
internal static class GatewayExtensions
{
    /// <summary>The service that requests go on to.</summary>
    public const string Orchestrator = "orchestrator";

    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        // It tells of every refused key, which the line about the request does as well.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        builder.Services.AddApiKeys(builder.Configuration);
        builder.Services.AddForwarding();
        builder.Services.AddMetrics();
        builder.Services.AddGatewayReadiness();
        builder.Services.AddDocumentation();
        builder.Services.AddSingleton<HomePage>();
        builder.Services.AddSingleton<QueryLength>();
    }

    /// <summary>Puts what sees every request in front of the routes: measuring first, so that it sees how each ends.</summary>
    public static void UseGateway(this WebApplication app)
    {
        app.UseMiddleware<RequestMetricsMiddleware>();
        app.MapDefaultEndpoints();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>The routes that need a key. Whatever holds for all of them, as a limit on rates, belongs on this group.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("").RequireAuthorization();
        api.MapQueries();
        api.MapDocuments();
        api.MapAgents();
        api.MapSearches();
        api.MapArtifacts();
        api.MapBudgets();
        api.MapOpenAi();
    }

    /// <summary>What anybody may see.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/", (HttpContext context, HomePage page) => page.WriteAsync(context)).ExcludeFromDescription();
        app.MapGet("/metrics", (PrometheusCollector collector) => Results.Text(collector.Write(), PrometheusCollector.ContentType)).ExcludeFromDescription();
        app.MapDocumentation();
    }

    private static void AddApiKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ApiKeyRegistry.Load(configuration));
        // Not AddAuthentication, which brings data protection and with it keys on the disk.
        services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization();
    }

    private static void AddForwarding(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<OrchestratorTransformer>();
        services.AddSingleton<OrchestratorForwarder>();
        services.AddHttpClient(Orchestrator)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ActivityHeadersPropagator = new ReverseProxyPropagator(System.Diagnostics.DistributedContextPropagator.Current),
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                UseCookies = false,
                UseProxy = false,
            });
    }

    private static void AddMetrics(this IServiceCollection services)
    {
        services.AddSingleton<RequestMetrics>();
        services.AddSingleton<PrometheusCollector>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusCollector>());
    }

    private static void AddGatewayReadiness(this IServiceCollection services)
    {
        services.AddSingleton<ContractsCheck>();
        services.AddHostedService(provider => provider.GetRequiredService<ContractsCheck>());
        services.AddHealthChecks()
            .AddCheck<ContractsCheck>("imports_available")
            .AddCheck<AuthenticatorCheck>("authenticator_configured")
            .AddCheck<LanguageCheck>("llm_client_available")
            .AddCheck<MetricsCheck>("prometheus_available")
            .AddServiceReadiness(Orchestrator);
    }
}
