using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;
using SearchRequest = MctsAspire.Protos.Mcts.SearchRequest;
using ValidationException = MctsAspire.ServiceDefaults.Errors.ValidationException;

namespace MctsAspire.MctsService.Requests;

/// <summary>Checks each field of a request by itself.</summary>
internal static class RequestRanges
{
    private const int MaximumPassages = 50;
    private const int MaximumReasoningDepth = 100;
    private const int MaximumDepth = 10_000;
    private const int MaximumRunIdLength = 200;
    private const int MaximumPayerLength = 1000;
    private const int MaximumParallel = 64;
    private const int MaximumMoves = 200;
    private const double LargestWidening = 100;
    private const double LargestNoise = 10;

    private static readonly CodePointsAttribute QueryLength = new(1, Limits.QueryLength);

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static void Check(SearchRequest request, DomainEntry domain, SearchLimits limits)
    {
        CheckRunId(request.RunId);
        CheckPayer("client_id", request.ClientId);
        CheckPayer("thread_id", request.ThreadId);
        if (request.HasIterations)
            Within(request.Iterations, 1, Math.Min(domain.MaxIterations, limits.MaxIterations), "iterations", limits.MaxIterations < domain.MaxIterations ? "MaxIterations" : null);
        if (request.HasExplorationWeight)
            Within(request.ExplorationWeight, 0, Limits.ExplorationWeight, "exploration_weight");
        if (request.HasMaxDepth)
            Within(request.MaxDepth, 1, domain == ReasoningEntry.Entry ? MaximumReasoningDepth : MaximumDepth, "max_depth");
        if (request.HasShards)
            Within(request.Shards, 1, ShardRule.MaxShards, "shards");
        if (request.HasMaxNodes)
            Within(request.MaxNodes, 1, limits.MaxNodes, "max_nodes", nameof(limits.MaxNodes));
        if (request.HasTimeLimitMs)
            Within(request.TimeLimitMs, 1, limits.MaxTimeMs, "time_limit_ms", nameof(limits.MaxTimeMs));
        if (request.Moves.Count > MaximumMoves)
            throw new ValidationException("moves", $"must hold at most {MaximumMoves} moves, and holds {request.Moves.Count}");
        if (request.HasParallel)
            Within(request.Parallel, 1, MaximumParallel, "parallel");
        if (request.Widening is { } widening)
        {
            Above(widening.K, 0, LargestWidening, "widening.k");
            Within(widening.Alpha, 0, 1, "widening.alpha");
        }

        if (request.RootNoise is { } noise)
        {
            Above(noise.Alpha, 0, LargestNoise, "root_noise.alpha");
            Within(noise.Fraction, 0, 1, "root_noise.fraction");
        }

        if (request.Certificate is { } certificate)
            Check(certificate, domain);
    }

    /// <exception cref="ValidationException">The id is too long.</exception>
    public static void CheckRunId(string runId)
    {
        if (runId.Length > MaximumRunIdLength)
            throw new ValidationException("run_id", $"must have at most {MaximumRunIdLength} characters, and has {runId.Length}");
    }

    private static void CheckPayer(string field, string id)
    {
        if (id.Length > MaximumPayerLength)
            throw new ValidationException(field, $"must have at most {MaximumPayerLength} characters, and has {id.Length}");
    }

    /// <exception cref="ValidationException">A field of the problem is out of its range; the message names it.</exception>
    public static void Check(ReasoningProblem problem)
    {
        if (string.IsNullOrWhiteSpace(problem.Query))
            throw new ValidationException("reasoning.query", $"must have 1 to {Limits.QueryLength} characters, and more than white space");
        if (QueryLength.GetValidationResult(problem.Query, new ValidationContext(problem)) is { ErrorMessage: var wrong })
            throw new ValidationException("reasoning.query", wrong ?? "is not a text");
        if (problem.Passages.Count > MaximumPassages)
            throw new ValidationException("reasoning.passages", $"must hold at most {MaximumPassages} passages, and holds {problem.Passages.Count}");
    }

    private static void Check(CertificateRequest certificate, DomainEntry domain)
    {
        if (certificate.HasEpsilon)
            Within(certificate.Epsilon, 0.0001, 1, "certificate.epsilon");
        if (certificate.HasDelta)
            Within(certificate.Delta, 0.000001, 0.5, "certificate.delta");
        if (certificate.HasRollouts)
            Within(certificate.Rollouts, 0, 1_000_000, "certificate.rollouts");
        if (domain.Calls && certificate is not { HasRollouts: true, Rollouts: 0 })
            throw new ValidationException("certificate.rollouts", $"must be 0 for {domain.Name}, whose evaluations are calls: its result stays estimated");
    }

    private static void Within<T>(T value, T minimum, T maximum, string field, string? limit = null)
        where T : IComparable<T>
    {
        // Written so that NaN, which compares as less than everything, is refused.
        if (value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0)
            return;
        var source = limit is null ? "" : $" (the limit Search:{limit} of this service)";
        throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be from {minimum} to {maximum}{source}, and is {value}"));
    }

    private static void Above(double value, double minimum, double maximum, string field)
    {
        if (!(value > minimum && value <= maximum))
            throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be above {minimum} and at most {maximum}, and is {value}"));
    }
}
