using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the two ways to present a key.</summary>
internal static class SecurityDescriptions
{
    private const string HeaderScheme = "ApiKey";
    private const string BearerScheme = "Bearer";

    /// <summary>Either of the two.</summary>
    public static IEnumerable<OpenApiSecurityRequirement> Requirements(OpenApiDocument document)
    {
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, document)] = [] };
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] };
    }

    public static void AddTo(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[HeaderScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Authentication.PresentedKey.HeaderName,
            Description = "The API key.",
        };
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "The API key as a bearer token, which begins with mcts_, or a JSON Web Token of an issuer that this installation trusts.",
        };
    }
}
