using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Administration;
using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Gateway.Guard;
using MctsAspire.Gateway.Health;
using MctsAspire.Gateway.Metrics;
using MctsAspire.Gateway.RateLimits;
using MctsAspire.Gateway.Routes;
using MctsAspire.Gateway.Security;
using MctsAspire.Gateway.StartPage;
using MctsAspire.Gateway.Usage;

namespace MctsAspire.Gateway;

/// <summary>Registers what the Gateway is made of, and puts it in order.</summary>
internal static class GatewayExtensions
{
    /// <summary>The service that requests go on to.</summary>
    public const string Orchestrator = "orchestrator";

    public static void AddGateway(this IHostApplicationBuilder builder)
    {
        builder.AddAudit();
        builder.AddGatewayAuthentication();
        builder.Services.AddForwarding(builder.Configuration);
        builder.Services.AddBrowserSecurity(builder.Configuration);
        builder.AddRateLimits();
        builder.Services.AddRequestMetrics();
        builder.Services.AddGatewayReadiness();
        builder.Services.AddDocumentation(builder.Configuration);
        builder.Services.AddSingleton<HomePage>();
        builder.Services.AddSingleton<QueryLength>();
    }

    /// <summary>Puts what sees every request in front of the routes: measuring first, so that it sees how each ends.</summary>
    public static void UseGateway(this WebApplication app)
    {
        // So that its metric is there before the first request.
        app.Services.GetRequiredService<InputSignalMetrics>();
        app.UseKnownProxies();
        app.UseMiddleware<RequestMetricsMiddleware>();
        app.MapDefaultEndpoints();
        app.UseMiddleware<AuditMiddleware>();
        app.UseBrowserSecurity();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<RateLimitMiddleware>();
    }

    /// <summary>The routes that need a key. Whatever holds for all of them, as a limit on rates, belongs on this group.</summary>
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("").RequireAuthorization();
        var forwarded = api.MapGroup("").GoOn();
        forwarded.MapQueries();
        forwarded.MapDocuments();
        forwarded.MapAgents();
        forwarded.MapSearches();
        forwarded.MapArtifacts();
        forwarded.MapBudgets();
        forwarded.MapOpenAi();
        api.MapUsage();
        api.MapKeys();
    }

    /// <summary>What anybody may see.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/", (HttpContext context, HomePage page) => page.WriteAsync(context)).ExcludeFromDescription();
        app.MapDocumentation();
    }
}
