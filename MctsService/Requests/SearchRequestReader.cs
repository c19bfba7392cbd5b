using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.Collections;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Requests;

/// <summary>Reads a request, or says which field is wrong and what is allowed there.</summary>
internal sealed class SearchRequestReader(IOptions<SearchLimits> limits, ProblemCache problems)
{
    private const int MostNamedActions = 20;

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request; it is not changed.</param>
    /// <param name="runId">The run that its outside calls are journalled under, whether or not the request names it.</param>
    /// <param name="context">Where the problem's memory is reserved, and what stops reading.</param>
    /// <exception cref="ValidationException">A field is out of its range; the message names it.</exception>
    /// <exception cref="RateLimitException">There is no memory for the problem now.</exception>
    public async ValueTask<SearchPlan> ReadAsync(SearchRequest request, string runId, ReadingContext context)
    {
        var domain = FindDomain(request);
        RequestRanges.Check(request, domain, limits.Value);
        var preset = SearchPreset.Find(request.Preset.Length > 0 ? request.Preset : SearchPreset.Default)
            ?? throw new ValidationException("preset", $"must be one of {string.Join(", ", SearchPreset.All.Select(preset => preset.Name))}");
        var options = new PlanOptions(request, domain, preset, limits.Value);
        options.CheckNames();

        var problem = domain.Calls ? null : await problems.GetAsync(domain, request.Domain.Json.Memory, context).ConfigureAwait(false);
        var filled = options.FillIn(problem);

        // Who pays is no part of what is searched, nor of the bundle that says so.
        filled.ClientId = filled.ThreadId = "";
        return new()
        {
            Request = filled,
            RunId = runId,
            Payer = (request.ClientId, request.ThreadId),
            Step = StepOf(filled),
            Preset = preset.Name,
            Domain = domain,
            Problem = problem,
            Moves = problem is null ? [] : ReadMoves(problem, filled.Moves),
            Options = options.ToOptions(filled),
            TimeLimit = TimeSpan.FromMilliseconds(filled.TimeLimitMs),
            Certificate = filled.Certificate is { } certificate
                ? new() { Epsilon = certificate.Epsilon, Delta = certificate.Delta, Rollouts = certificate.Rollouts }
                : null,
        };
    }

    private static DomainEntry FindDomain(SearchRequest request)
    {
        switch (request.ProblemCase)
        {
            case SearchRequest.ProblemOneofCase.Reasoning:
                RequestRanges.Check(request.Reasoning);
                return ReasoningEntry.Entry;
            case SearchRequest.ProblemOneofCase.Domain:
                var domain = DomainCatalogue.Find(request.Domain.Name);
                if (domain == ReasoningEntry.Entry)
                    throw new ValidationException("domain.name", "must not be reasoning, whose problem stands in the field reasoning");
                if (request.Domain.Json.Length > DomainEntry.MaxProblemBytes)
                    throw new ValidationException("problem", $"must have at most {DomainEntry.MaxProblemBytes} bytes, and has {request.Domain.Json.Length}");
                return domain;
            default:
                throw new ValidationException("problem", "is missing: a request must hold reasoning, or domain with its name and problem");
        }
    }

    private static List<int> ReadMoves(IProblem problem, RepeatedField<string> moves)
    {
        var line = new List<int>();
        for (var i = 0; i < moves.Count; i++)
        {
            List<string> open = [.. problem.ListActions(line)];
            var action = open.IndexOf(moves[i]);
            if (open.Count == 0)
                throw new ValidationException($"moves[{i}]", "must be absent: play is over before it");
            if (action < 0)
                throw new ValidationException($"moves[{i}]", $"must be one of {string.Join(", ", open.Take(MostNamedActions))}{(open.Count > MostNamedActions ? ", and more" : "")}");
            line.Add(action);
        }

        return line.Count == 0 || problem.HasChoice(line)
            ? line
            : throw new ValidationException("moves", "must lead to where a player moves: play is over there, or the outcome of the last action is missing");
    }

    // Another search of the same run must not meet this one's calls in the journal. What comes after the calls, and where they end, doesn't matter.
    private static string StepOf(SearchRequest filled)
    {
        var bare = filled.Clone();
        bare.RunId = "";
        bare.ClearTimeLimitMs();
        bare.Certificate = null;
        bare.Explain = bare.Bundle = false;
        bare.ShardIterations.Clear();
        return $"mcts/{Convert.ToHexStringLower(SHA256.HashData(bare.ToByteArray()).AsSpan(0, 6))}";
    }
}
