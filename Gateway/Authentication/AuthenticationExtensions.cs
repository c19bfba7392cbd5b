using Microsoft.AspNetCore.Authentication;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Registers who is let in.</summary>
internal static class AuthenticationExtensions
{
    public static void AddApiKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ApiKeyRegistry.Load(configuration));
        // Not AddAuthentication, which brings data protection and with it keys on the disk.
        services.AddAuthenticationCore(options => options.DefaultScheme = ApiKeyHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddAuthorization();
    }
}
