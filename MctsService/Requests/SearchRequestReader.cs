using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using MctsAspire.MctsService.Search;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Rest;
using SearchRequest = MctsAspire.Protos.Mcts.SearchRequest;
using ValidationException = MctsAspire.ServiceDefaults.Errors.ValidationException;

namespace MctsAspire.MctsService.Requests;

/// <summary>Reads a request, or says which field is wrong and what is allowed there.</summary>
internal static class SearchRequestReader
{
    private const int DefaultSeed = 42;
    private const int MaximumPassages = 50;
    private const int MaximumDepth = 100;
    private const int MaximumParallel = 64;
    private const int MaximumRunIdLength = 200;

    private static readonly CodePointsAttribute QueryLength = new(1, Limits.QueryLength);

    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    public static SearchPlan Read(SearchRequest request)
    {
        if (request.ProblemCase != SearchRequest.ProblemOneofCase.Reasoning)
            throw new ValidationException("reasoning", "is missing: a request must name the problem to search");
        CheckProblem(request.Reasoning);

        var preset = SearchPreset.Find(request.Preset.Length > 0 ? request.Preset : SearchPreset.Default)
            ?? throw new ValidationException("preset", $"must be one of {string.Join(", ", SearchPreset.All.Select(preset => preset.Name))}");
        if (request.RunId.Length > MaximumRunIdLength)
            throw new ValidationException("run_id", $"must have at most {MaximumRunIdLength} characters, and has {request.RunId.Length}");

        var options = preset.ToOptions(
            request.HasSeed ? request.Seed : DefaultSeed,
            request.HasIterations ? Within(request.Iterations, 1, Limits.Iterations, "iterations") : null,
            request.HasExplorationWeight ? Within(request.ExplorationWeight, 0, Limits.ExplorationWeight, "exploration_weight") : null,
            request.HasMaxDepth ? Within(request.MaxDepth, 1, MaximumDepth, "max_depth") : null,
            request.HasParallel ? Within(request.Parallel, 1, MaximumParallel, "parallel") : null);

        // A search of its own has a journal of its own.
        var runId = request.RunId.Length > 0 ? request.RunId : $"search-{Guid.NewGuid():n}";
        return new(runId, StepOf(request), request.Reasoning, preset.Name, options, request.Bundle);
    }

    private static void CheckProblem(ReasoningProblem problem)
    {
        if (string.IsNullOrWhiteSpace(problem.Query))
            throw new ValidationException("reasoning.query", $"must have 1 to {Limits.QueryLength} characters, and more than white space");
        if (QueryLength.GetValidationResult(problem.Query, new ValidationContext(problem)) is { ErrorMessage: var wrong })
            throw new ValidationException("reasoning.query", wrong ?? "is not a text");
        if (problem.Passages.Count > MaximumPassages)
            throw new ValidationException("reasoning.passages", $"must hold at most {MaximumPassages} passages, and holds {problem.Passages.Count}");
    }

    private static T Within<T>(T value, T minimum, T maximum, string field)
        where T : IComparable<T>
    {
        // Written so that NaN, which compares as less than everything, is refused.
        if (value.CompareTo(minimum) >= 0 && value.CompareTo(maximum) <= 0)
            return value;
        throw new ValidationException(field, string.Create(CultureInfo.InvariantCulture, $"must be from {minimum} to {maximum}, and is {value}"));
    }

    // Another search of the same run must not meet this one's calls in the journal.
    private static string StepOf(SearchRequest request)
    {
        var bare = request.Clone();
        bare.RunId = "";
        return $"mcts/{Convert.ToHexStringLower(SHA256.HashData(bare.ToByteArray()).AsSpan(0, 6))}";
    }
}
