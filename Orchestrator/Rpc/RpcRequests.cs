using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using Rest = MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Rpc;

/// <summary>Requests over gRPC, as REST has them.</summary>
internal static class RpcRequests
{
    public static Rest.QueryRequest ToRest(this QueryRequest request) => new()
    {
        Query = request.Query,
        UseMcts = !request.HasUseMcts || request.UseMcts,
        UseRag = !request.HasUseRag || request.UseRag,
        MctsIterations = request.HasMctsIterations ? request.MctsIterations : null,
        ThreadId = Named(request.ThreadId),
        Seed = request.HasSeed ? request.Seed : null,
    };

    public static Rest.AgentRequest ToRest(this RunAgentRequest request) => new()
    {
        Query = request.Query,
        UseRag = !request.HasUseRag || request.UseRag,
        Temperature = request.HasTemperature ? Finite(request.Temperature, "temperature") : null,
        MaxTokens = request.HasMaxTokens ? request.MaxTokens : null,
        MctsIterations = request.HasMctsIterations ? request.MctsIterations : null,
        ThreadId = Named(request.ThreadId),
        Seed = request.HasSeed ? request.Seed : null,
    };

    /// <summary>A search, without what REST does not know of.</summary>
    public static Rest.SearchRequest ToRest(this SearchRequest request)
    {
        var search = request.Search;
        if (search?.Reasoning is not { } problem)
            throw new ValidationException("search.reasoning", "must be set: it is what is searched");

        return new Rest.SearchRequest
        {
            Query = problem.Query,
            UseRag = request.UseRag,
            Iterations = search.HasIterations ? search.Iterations : null,
            ExplorationWeight = search.HasExplorationWeight ? Finite(search.ExplorationWeight, "exploration_weight") : null,
            Seed = search.HasSeed ? search.Seed : null,
            Preset = Named(search.Preset) ?? "balanced",
        };
    }

    private static string? Named(string text) => text.Length == 0 ? null : text;

    private static double Finite(double number, string field) => double.IsFinite(number) ? number : throw new ValidationException(field, "must be a finite number");
}
