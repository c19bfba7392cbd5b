using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;

namespace MctsAspire.Gateway.Security;

/// <summary>Registers what protects browsers and the service from each other's pages.</summary>
internal static class SecurityExtensions
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

    private static readonly string[] Exposed =
    [
        "RateLimit", "RateLimit-Policy", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After", "X-Request-ID", "WWW-Authenticate", "Location", "x-should-retry",
    ];

    public static void AddBrowserSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        var security = SecuritySettings.Load(configuration);
        var cors = CorsSettings.Load(configuration);
        services.AddSingleton(security);
        services.AddSingleton(cors);
        // The names are checked by SecurityMiddleware, whose refusals have the form of every error.
        services.PostConfigure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);
        if (security.KnownProxies.Count > 0)
            services.Configure<ForwardedHeadersOptions>(options => Trust(options, security));
        if (cors.Origins.Count > 0)
            services.AddCors(options => options.AddDefaultPolicy(policy => Allow(policy, cors)));
    }

    /// <summary>Takes a client's address and scheme from the proxies that are known; from nobody when none is. Stands in front of all that looks at them.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SecuritySettings>().KnownProxies.Count > 0)
            app.UseForwardedHeaders();
    }

    /// <summary>Answers browsers that ask what they may do, and tells them what to do with every answer.</summary>
    public static void UseBrowserSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityMiddleware>();
        if (app.Services.GetRequiredService<CorsSettings>().Origins.Count == 0)
            return;
        app.Use(PreflightCheck.Check);
        app.UseCors();
    }

    private static void Trust(ForwardedHeadersOptions options, SecuritySettings security)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // However many proxies a request came through: the first that is not known is the client.
        options.ForwardLimit = null;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in security.KnownProxies)
            options.KnownIPNetworks.Add(network);
    }

    private static void Allow(Microsoft.AspNetCore.Cors.Infrastructure.CorsPolicyBuilder policy, CorsSettings cors)
    {
        if (cors.Origins[0] == CorsSettings.AnyOrigin)
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. cors.Origins]);
        // Clients of OpenAI's API send a dozen headers about themselves, which change with their versions.
        policy.WithMethods(Methods).AllowAnyHeader().WithExposedHeaders(Exposed).SetPreflightMaxAge(cors.MaxAge);
        if (cors.AllowCredentials)
            policy.AllowCredentials();
    }
}
