using System.Text.Json;
using MctsAspire.Orchestrator.Contracts;
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
        if (request.Search is not { ProblemCase: not Protos.Mcts.SearchRequest.ProblemOneofCase.None } search)
            throw new ValidationException("search", "must hold reasoning or domain: what is searched");

        // JSON, by whose bounds the request is checked, has no word for other numbers.
        Finite(search.ExplorationWeight, "exploration_weight");
        Finite(search.Widening?.K ?? 0, "widening.k");
        Finite(search.Widening?.Alpha ?? 0, "widening.alpha");
        Finite(search.RootNoise?.Alpha ?? 0, "root_noise.alpha");
        Finite(search.RootNoise?.Fraction ?? 0, "root_noise.fraction");
        Finite(search.Certificate?.Epsilon ?? 0, "certificate.epsilon");
        Finite(search.Certificate?.Delta ?? 0, "certificate.delta");
        try
        {
            return search.ToRest(request.UseRag);
        }
        catch (JsonException malformed)
        {
            throw new ValidationException("problem", "is not valid JSON", malformed);
        }
    }

    private static string? Named(string text) => text.Length == 0 ? null : text;

    private static double Finite(double number, string field) => double.IsFinite(number) ? number : throw new ValidationException(field, "must be a finite number");
}
