using MctsAspire.Orchestrator.Identity;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Runs over REST.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder routes) => routes.MapGet("/runs/{runId}", GetAsync);

    private static Task<RunInfo> GetAsync(string runId, HttpContext context, RunReader reader) =>
        reader.GetAsync(ClientIdentity.Of(context), runId, context.RequestAborted);
}
