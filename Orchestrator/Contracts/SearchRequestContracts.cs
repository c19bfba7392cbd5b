using System.Text.Json;
using Google.Protobuf;
using MctsAspire.Protos.Mcts;
using Rest = MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Contracts;

/// <summary>Requests for searches, between REST and MctsService. What one leaves open, the other does.</summary>
internal static class SearchRequestContracts
{
    /// <summary>A search of REST, its problem as it stands there.</summary>
    public static SearchRequest ToProto(this Rest.SearchRequest asked)
    {
        var request = new SearchRequest
        {
            Preset = asked.Preset,
            Selection = asked.Selection ?? "",
            BestAction = asked.BestAction ?? "",
            Rollout = asked.Rollout ?? "",
            Backup = asked.Backup ?? "",
            Explain = asked.Explain,
            ShardIterations = { asked.ShardIterations ?? [] },
            Moves = { asked.Moves ?? [] },
        };
        if (asked.Domain == Rest.SearchRequest.Reasoning)
            request.Reasoning = new ReasoningProblem { Query = asked.Query! };
        else
            request.Domain = new DomainProblem { Name = asked.Domain, Json = asked.Problem is { } problem ? ByteString.CopyFromUtf8(problem.GetRawText()) : ByteString.Empty };

        SetNumbers(request, asked);
        if (asked.Widening is { } widening)
            request.Widening = new Widening { K = widening.K, Alpha = widening.Alpha };
        if (asked.RootNoise is { } noise)
            request.RootNoise = new RootNoise { Alpha = noise.Alpha, Fraction = noise.Fraction };
        if (asked.Certificate is { } certificate)
            request.Certificate = certificate.ToProto();
        return request;
    }

    /// <summary>A search of MctsService, without what REST does not know of.</summary>
    public static Rest.SearchRequest ToRest(this SearchRequest request, bool useRag) => new()
    {
        Domain = request.Domain?.Name ?? Rest.SearchRequest.Reasoning,
        Query = request.Reasoning?.Query,
        SearchId = Named(request.RunId),
        Problem = request.Domain is { Json.IsEmpty: false } problem ? JsonElement.Parse(problem.Json.Span) : null,
        UseRag = useRag,
        Iterations = request.HasIterations ? request.Iterations : null,
        ExplorationWeight = request.HasExplorationWeight ? request.ExplorationWeight : null,
        Seed = request.HasSeed ? request.Seed : null,
        Preset = Named(request.Preset) ?? "balanced",
        Selection = Named(request.Selection),
        BestAction = Named(request.BestAction),
        Rollout = Named(request.Rollout),
        Backup = Named(request.Backup),
        Solver = request.HasSolver ? request.Solver : null,
        Transpositions = request.HasTranspositions ? request.Transpositions : null,
        Widening = request.Widening is { } widening ? new() { K = widening.K, Alpha = widening.Alpha } : null,
        RootNoise = request.RootNoise is { } noise ? new() { Alpha = noise.Alpha, Fraction = noise.Fraction } : null,
        MaxDepth = request.HasMaxDepth ? request.MaxDepth : null,
        Shards = request.HasShards ? request.Shards : null,
        MaxNodes = request.HasMaxNodes ? request.MaxNodes : null,
        TimeLimitMs = request.HasTimeLimitMs ? request.TimeLimitMs : null,
        Certificate = request.Certificate?.ToRest(),
        Explain = request.Explain,
        Parallel = request.HasParallel ? request.Parallel : null,
        ShardIterations = request.ShardIterations.Count > 0 ? [.. request.ShardIterations] : null,
        Moves = request.Moves.Count > 0 ? [.. request.Moves] : null,
    };

    private static void SetNumbers(SearchRequest request, Rest.SearchRequest asked)
    {
        if (asked.Iterations is { } iterations)
            request.Iterations = iterations;
        if (asked.ExplorationWeight is { } weight)
            request.ExplorationWeight = weight;
        if (asked.Seed is { } seed)
            request.Seed = seed;
        if (asked.Solver is { } solver)
            request.Solver = solver;
        if (asked.Transpositions is { } transpositions)
            request.Transpositions = transpositions;
        if (asked.MaxDepth is { } depth)
            request.MaxDepth = depth;
        if (asked.Shards is { } shards)
            request.Shards = shards;
        if (asked.MaxNodes is { } nodes)
            request.MaxNodes = nodes;
        if (asked.TimeLimitMs is { } limit)
            request.TimeLimitMs = limit;
        if (asked.Parallel is { } parallel)
            request.Parallel = parallel;
    }

    private static CertificateRequest ToProto(this Rest.SearchCertificateRequest asked)
    {
        var certificate = new CertificateRequest();
        if (asked.Epsilon is { } epsilon)
            certificate.Epsilon = epsilon;
        if (asked.Delta is { } delta)
            certificate.Delta = delta;
        if (asked.Rollouts is { } rollouts)
            certificate.Rollouts = rollouts;
        return certificate;
    }

    private static Rest.SearchCertificateRequest ToRest(this CertificateRequest certificate) => new()
    {
        Epsilon = certificate.HasEpsilon ? certificate.Epsilon : null,
        Delta = certificate.HasDelta ? certificate.Delta : null,
        Rollouts = certificate.HasRollouts ? certificate.Rollouts : null,
    };

    private static string? Named(string text) => text.Length == 0 ? null : text;
}
