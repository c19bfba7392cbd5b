using System.Text.Json;
using Google.Protobuf;
using MctsAspire.Orchestrator.Identity;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.Orchestrator.Artifacts;

/// <summary>Kept results over REST.</summary>
internal static class ArtifactEndpoints
{
    private const int MostListed = 1_000;

    public static void MapArtifacts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/artifacts", ListAsync);
        routes.MapGet("/artifacts/{artifactId}", GetAsync);
        routes.MapPost("/artifacts/{artifactId}/verify", VerifyAsync);
    }

    private static async Task<ArtifactList> ListAsync(HttpContext context, IArtifactStore artifacts)
    {
        var limit = AddressParameters.Integer(context.Request, "limit", 1, MostListed) ?? Limits.ArtifactsListed;
        AddressParameters.RefuseOthers(context.Request, "limit");
        var found = await artifacts.ListAsync(ClientIdentity.Of(context), limit, context.RequestAborted);
        return new ArtifactList([.. found.Select(info => new Protos.Rest.ArtifactInfo(info.Id, info.Name, info.StoredAt, info.StoredBytes))]);
    }

    private static async Task<ArtifactContent> GetAsync(string artifactId, HttpContext context, IArtifactStore artifacts)
    {
        var found = await FindAsync(artifactId, context, artifacts);
        return new ArtifactContent(found.Info.Id, found.Info.Name, found.Info.StoredAt, found.Info.StoredBytes, JsonElement.Parse(found.Content.Span));
    }

    private static async Task<VerificationResult> VerifyAsync(string artifactId, HttpContext context, IArtifactStore artifacts, SearchRunner searches)
    {
        var found = await FindAsync(artifactId, context, artifacts);
        if (found.Info.Name != SearchService.ArtifactName)
            throw new ValidationException("id", $"must be that of a {SearchService.ArtifactName}: nothing else can be run again");
        var compared = await searches.VerifyAsync(new VerifyRequest { Bundle = UnsafeByteOperations.UnsafeWrap(found.Content) }, context.RequestAborted);
        return new VerificationResult(found.Info.Id, compared.Verified, [.. compared.Differences]);
    }

    private static async Task<Artifact> FindAsync(string artifactId, HttpContext context, IArtifactStore artifacts) =>
        await artifacts.FindAsync(ClientIdentity.Of(context), artifactId, context.RequestAborted) ?? throw new NotFoundException("id: there is no such artifact.");
}
