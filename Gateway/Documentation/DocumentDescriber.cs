using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes the API as a whole: who is behind it, its groups of routes, how to present a key, and the headers of answers.</summary>
internal sealed class DocumentDescriber(ServiceDefaults.ServiceIdentity identity, IOptions<DocumentationOptions> options) : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Questions"] = "Questions for the whole graph of agents, and the runs that answered them.",
        ["Agents"] = "One agent by itself.",
        ["Searches"] = "Single Monte Carlo tree searches in any domain.",
        ["Documents"] = "The documents that answers rest on.",
        ["Artifacts"] = "Stored results, and their verification.",
        ["Budgets"] = "What may still be spent on language models.",
        ["Usage"] = "What a client has used of its limits.",
        ["Keys"] = "The API keys of all clients; for the role admin.",
        ["OpenAI"] = "The system as a model, for clients of OpenAI's API.",
        ["Operation"] = "For those who run the service: whether it lives, whether it is ready, and what it measures.",
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        document.Info = new OpenApiInfo
        {
            Title = "Mcts.Aspire",
            Version = identity.Version,
            Description = "Answers questions from your documents: three agents work on each, and every answer tells what it rests on. HEAD goes wherever GET does, and what there is not is 404 with the body of every error.",
            Contact = new OpenApiContact { Name = settings.ContactName, Email = settings.ContactEmail, Url = settings.ContactUrl },
            License = new OpenApiLicense { Name = settings.LicenseName, Identifier = settings.LicenseUrl is null ? settings.LicenseIdentifier : null, Url = settings.LicenseUrl },
        };
        // Wherever the document was loaded from.
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation." }];
        document.Tags = (document.Tags ?? new HashSet<OpenApiTag>())
            .Select(tag => tag.Name!)
            .OrderBy(name => Tags.Keys.ToList().IndexOf(name) is var place and >= 0 ? place : int.MaxValue)
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new OpenApiTag { Name = name, Description = Tags.GetValueOrDefault(name, $"{name}.") })
            .ToHashSet();
        SecurityDescriptions.AddTo(document);
        HeaderDescriptions.AddTo(document);
        return Task.CompletedTask;
    }
}
