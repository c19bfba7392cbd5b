using Google.Protobuf;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using RootNoise = MctsAspire.MctsService.Search.Core.RootNoise;

namespace MctsAspire.MctsService.Requests;

/// <summary>What the fields mean that a request leaves open, and which of them don't go together.</summary>
internal sealed class PlanOptions(SearchRequest request, DomainEntry domain, SearchPreset preset, SearchLimits limits)
{
    /// <summary>The seed of a request that names none.</summary>
    public const int DefaultSeed = 42;

    // Domains with more actions than this look at the first ones first.
    private const int FewActions = 50;

    /// <summary>Checks what needs no problem, before one is read.</summary>
    /// <exception cref="ValidationException">A name is unknown, or fields don't go together.</exception>
    public void CheckNames()
    {
        if (request.Selection.Length > 0)
            Names.ToSelection(request.Selection);
        if (request.BestAction.Length > 0)
            Names.ToBestAction(request.BestAction);
        if (request.Rollout.Length > 0)
            Names.ToRollout(request.Rollout);
        if (request.Backup.Length > 0)
            Names.ToBackup(request.Backup);
        if (request.RootNoise is not null && request.Selection != Names.Of(Selection.Puct))
            throw new ValidationException("root_noise", "must be absent unless selection is puct, which alone has priors");
        if (request is { HasTranspositions: true, Transpositions: true, Widening: not null })
            throw new ValidationException("transpositions", "must be false with widening: nodes that are shared are shared whole");
        if (request.HasShards && request.Shards > Iterations)
            throw new ValidationException("shards", $"must be at most the iterations, {Iterations}, and is {request.Shards}");
        CheckRepetition();
    }

    /// <summary>The request with every default filled in. Iterations stay open when the preset's early stop holds.</summary>
    /// <exception cref="ValidationException">The problem can't be searched as the request says.</exception>
    public SearchRequest FillIn(IProblem? problem)
    {
        var filled = request.Clone();
        filled.Preset = preset.Name;
        filled.Seed = request.HasSeed ? request.Seed : DefaultSeed;
        filled.ExplorationWeight = request.HasExplorationWeight ? request.ExplorationWeight : preset.ExplorationWeight;
        filled.Selection = Or(request.Selection, Names.Of(Selection.Ucb1));
        filled.Solver = !request.HasSolver || request.Solver;
        filled.Shards = request.HasShards ? request.Shards : ShardRule.Count(Iterations);
        filled.MaxNodes = request.HasMaxNodes ? request.MaxNodes : limits.MaxNodes;
        filled.TimeLimitMs = request.HasTimeLimitMs ? request.TimeLimitMs : limits.MaxTimeMs;
        if (filled.Certificate is { } certificate)
            FillIn(certificate);
        if (problem is null)
            FillInCalls(filled);
        else
            FillIn(filled, problem);
        return filled;
    }

    /// <summary>How the filled request is searched.</summary>
    public SearchOptions ToOptions(SearchRequest filled) => new()
    {
        Iterations = Iterations,
        EarlyStop = request.HasIterations ? null : preset.EarlyStop,
        Seed = filled.Seed,
        Selection = Names.ToSelection(filled.Selection),
        ExplorationWeight = filled.ExplorationWeight,
        Noise = filled.RootNoise is { } noise ? new RootNoise(noise.Alpha, noise.Fraction) : null,
        Widening = filled.Widening is { } widening ? new WideningRule(widening.K, widening.Alpha) : null,
        MaxDepth = filled.HasMaxDepth ? filled.MaxDepth : int.MaxValue,
        Backup = Names.ToBackup(filled.Backup),
        Rollout = filled.Rollout.Length > 0 ? Names.ToRollout(filled.Rollout) : null,
        BestAction = Names.ToBestAction(filled.BestAction),
        Solver = filled.Solver,
        Transpositions = filled.Transpositions,
        Parallel = filled.HasParallel ? filled.Parallel : 1,
        CacheCapacity = preset.CacheCapacity,
        Shards = filled.Shards,
        MaxNodes = filled.MaxNodes,
    };

    private int Iterations => request.HasIterations ? request.Iterations : preset.Iterations;

    private static string Or(string name, string otherwise) => name.Length > 0 ? name : otherwise;

    private static void FillIn(CertificateRequest certificate)
    {
        var defaults = new Search.Core.Certificates.CertificateOptions();
        certificate.Epsilon = certificate.HasEpsilon ? certificate.Epsilon : defaults.Epsilon;
        certificate.Delta = certificate.HasDelta ? certificate.Delta : defaults.Delta;
        certificate.Rollouts = certificate.HasRollouts ? certificate.Rollouts : defaults.Rollouts;
    }

    private void FillInCalls(SearchRequest filled)
    {
        if (request.Backup == Names.Of(Backup.Max))
            throw new ValidationException("backup", $"must be mean for {domain.Name}, whose probabilities are not known");
        if (request.Moves.Count > 0)
            throw new ValidationException("moves", $"must be absent for {domain.Name}, whose evaluations are calls");
        filled.Backup = Names.Of(Backup.Mean);
        filled.BestAction = Or(request.BestAction, Names.Of(preset.BestAction));
        filled.Transpositions = request.Transpositions;
        filled.Parallel = request.HasParallel ? request.Parallel : preset.Parallel;
        if (domain != ReasoningEntry.Entry)
            return;

        // A line of reasoning has no end of its own, and a language model always has another proposal.
        filled.MaxDepth = request.HasMaxDepth ? request.MaxDepth : preset.MaxDepth;
        filled.Widening ??= new() { K = preset.Widening.K, Alpha = preset.Widening.Alpha };
    }

    private void FillIn(SearchRequest filled, IProblem problem)
    {
        if (filled.Domain.Json.IsEmpty)
            filled.Domain.Json = ByteString.CopyFromUtf8("{}");
        filled.Backup = Or(request.Backup, Names.Of(problem.IsModel && !AsksForSamples ? Backup.Max : Backup.Mean));
        if (filled.Backup == Names.Of(Backup.Max))
            CheckMaxBackup(problem);
        else
            FillInSamples(filled, problem);

        var shares = filled.Backup == Names.Of(Backup.Max) || (problem.HasTranspositions && filled.Widening is null);
        if (request.Transpositions && !shares)
            throw new ValidationException("transpositions", $"must be false for {domain.Name} with {filled.Backup} backups: what a state is worth depends on how play came there");
        filled.Transpositions = request.HasTranspositions ? request.Transpositions : filled.Backup == Names.Of(Backup.Max);
        filled.BestAction = Or(request.BestAction, Names.Of(filled.Backup == Names.Of(Backup.Max)
            ? Search.Core.Choice.PolicyOf(new() { Iterations = Iterations, Backup = Backup.Max, Transpositions = filled.Transpositions })
            : preset.BestAction));
    }

    private void FillInSamples(SearchRequest filled, IProblem problem)
    {
        filled.Rollout = Or(request.Rollout, Names.Of(problem.DefaultRollout));
        if (problem.MaxActions > FewActions && !request.Transpositions)
            filled.Widening ??= new() { K = preset.Widening.K, Alpha = preset.Widening.Alpha };
    }

    // Only the search by samples has these.
    private bool AsksForSamples =>
        (request.Selection.Length > 0 && request.Selection != Names.Of(Selection.Ucb1)) || request.Rollout.Length > 0
        || request.Widening is not null || request.Moves.Count > 0 || request is { HasMaxDepth: true, MaxDepth: 1 };

    private void CheckMaxBackup(IProblem problem)
    {
        if (!problem.IsModel)
            throw new ValidationException("backup", $"must be mean for {domain.Name}: only models, whose probabilities are known, have max");
        if (AsksForSamples)
            throw new ValidationException("backup", "must be mean together with moves, a rollout, widening, a max_depth of 1, or a selection other than ucb1, which only the search by samples has");
    }

    private void CheckRepetition()
    {
        var iterations = request.ShardIterations;
        if (iterations.Count == 0)
            return;
        var shards = request.HasShards ? request.Shards : ShardRule.Count(Iterations);
        if (iterations.Count != shards)
            throw new ValidationException("shard_iterations", $"must hold a number for each of the {shards} shards, and holds {iterations.Count}");
        for (var shard = 0; shard < shards; shard++)
        {
            var share = ShardRule.Share(Iterations, shards, shard);
            if (iterations[shard] < 0 || iterations[shard] > share)
                throw new ValidationException($"shard_iterations[{shard}]", $"must be from 0 to {share}, the shard's part of the iterations, and is {iterations[shard]}");
        }
    }
}
