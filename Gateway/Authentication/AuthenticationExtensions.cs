using MctsAspire.Gateway.Authentication.Administration;
using MctsAspire.Gateway.Authentication.Attempts;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Gateway.Authentication.Tokens;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Registers who is let in.</summary>
internal static class AuthenticationExtensions
{
    /// <summary>The Gateway's folder of the data directory.</summary>
    private const string Folder = "gateway";

    private const string KeysMayBeOld = "The store of keys can't be read. The keys that were known go on working, and changes are not seen.";

    private static readonly TimeSpan JwksTimeout = TimeSpan.FromSeconds(5);

    public static void AddGatewayAuthentication(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.AddKeys();
        services.AddHostedService<KeyReloader>();
        services.AddHealthChecks().AddLackCheck("key_store", provider => provider.GetRequiredService<ApiKeyRegistry>().Problem is null ? null : KeysMayBeOld);
        var settings = AuthenticationSettings.Load(builder.Configuration);
        services.AddSingleton(provider => new FailedAttempts(settings.FailedAttemptsPerMinute, provider.GetRequiredService<TimeProvider>()));

        // They tell of every refusal, which the line about the request does as well.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning);
        builder.Logging.AddFilter(typeof(TokenHandler).FullName, LogLevel.Warning);

        // Not AddAuthentication, which brings data protection and with it keys on the disk.
        services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyHandler.SchemeName);
        services.AddWebEncoders();
        var schemes = new AuthenticationBuilder(services);
        var acceptsTokens = builder.AddTokens(schemes);
        schemes.AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, scheme =>
        {
            if (acceptsTokens)
                scheme.ForwardDefaultSelector = static context => PresentedKey.TokenOf(context.Request).IsEmpty ? null : TokenHandler.SchemeName;
        });
        services.AddSingleton<IPolicyEvaluator, ClientPolicyEvaluator>();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(Roles.All).Build())
            .AddPolicy(Roles.AdminPolicy, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.Admin));
    }

    /// <summary>The keys alone, as commands need them.</summary>
    public static void AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ConfiguredKeys.Read(builder.Configuration));
        var isShared = GatewayRedis.IsConfigured(builder.Configuration);
        if (isShared)
            builder.AddGatewayRedis();
        builder.Services.AddBackend("keys", isShared ? "redis" : "file");
        builder.Services.AddSingleton<IKeyStore>(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return isShared
                ? new RedisKeyStore(provider.GetRequiredService<IConnectionMultiplexer>, time)
                : new FileKeyStore(Path.Combine(provider.GetRequiredService<IOptions<FrameworkSettings>>().Value.DataDirectory, Folder), time);
        });
        builder.Services.AddSingleton<ApiKeyRegistry>();
        builder.Services.AddSingleton<KeyAdministration>();
    }

    private static bool AddTokens(this IHostApplicationBuilder builder, AuthenticationBuilder schemes)
    {
        if (TokenSettings.Read(builder.Configuration, builder.Environment.IsDevelopment()) is not { } settings)
            return false;

        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<IssuerKeys>();
        services.AddHostedService(provider => provider.GetRequiredService<IssuerKeys>());
        services.AddSingleton<TokenCache>();
        services.AddSingleton<TokenVerifier>();
        services.AddHealthChecks().AddLackCheck("token_keys", provider => provider.GetRequiredService<IssuerKeys>() switch
        {
            { AreAwaited: true } => "The keys of the tokens' issuer have not been fetched yet. Its tokens get 503.",
            { Current.HasPublished: false } when settings is not { JwksUrl: null, JwksFile: null } => "The issuer's set of keys holds none that can be used. None of its tokens is accepted.",
            { Problem: not null } => "The keys of the tokens' issuer can't be fetched or read. Those that were known go on serving.",
            _ => null,
        });
        services.AddHttpClient(IssuerKeys.ClientName, client =>
            {
                client.Timeout = JwksTimeout;
                client.MaxResponseContentBufferSize = VerificationKeys.MostBytes;
            })
            // A redirect could lead to where anybody writes.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) });
        schemes.AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null);
        return true;
    }
}
