using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Forwarding;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Routes;

/// <summary>Stored results.</summary>
internal static class ArtifactRoutes
{
    public static void MapArtifacts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/artifacts", (HttpContext context, OrchestratorForwarder forwarder) => forwarder.ForwardAsync(context))
            .WithName("list_artifacts")
            .WithTags("Artifacts")
            .WithSummary("List stored results")
            .WithDescription("The results that searches have left, the youngest first, without their content.")
            .TakesLimit(Limits.ArtifactsListed)
            .Produces<ArtifactList>();

        routes.MapGet("/artifacts/{id}", (string id, HttpContext context, OrchestratorForwarder forwarder) =>
            {
                PathIdentifier.Require(id);
                return forwarder.ForwardAsync(context);
            })
            .WithName("get_artifact")
            .WithTags("Artifacts")
            .WithSummary("Get a stored result")
            .WithDescription("A stored result with its content, byte for byte as it was stored.")
            .Produces<ArtifactContent>();

        routes.MapPost("/artifacts/{id}/verify", (string id, HttpContext context, OrchestratorForwarder forwarder) =>
            {
                PathIdentifier.Require(id);
                return forwarder.ForwardAsync(context);
            })
            .WithName("verify_artifact")
            .WithTags("Artifacts")
            .WithSummary("Verify a stored search")
            .WithDescription("Runs a stored search again, without any outside call, and says what comes out different from what is stored. It takes no body.")
            .Produces<VerificationResult>();
    }
}
