using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the API as a whole, and how to present a key.</summary>
internal sealed class KeyDescriber(ServiceDefaults.ServiceIdentity identity) : IOpenApiDocumentTransformer
{
    private const string HeaderScheme = "ApiKey";
    private const string BearerScheme = "Bearer";

    public static IEnumerable<OpenApiSecurityRequirement> Requirements(OpenApiDocument document)
    {
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, document)] = [] };
        yield return new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] };
    }

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Mcts.Aspire",
            Version = identity.Version,
            Description = "Answers questions from your documents: three agents work on each, and every answer tells what it rests on.",
        };
        // Wherever the document was loaded from.
        document.Servers = [new OpenApiServer { Url = "/" }];
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
            Description = "The API key as a bearer token; it begins with mcts_.",
        };
        return Task.CompletedTask;
    }
}
