using System.Globalization;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Search.Core.Certificates;
using ActionInterval = MctsAspire.Protos.Mcts.ActionInterval;
using Certificate = MctsAspire.Protos.Mcts.Certificate;
using CoreCertificate = MctsAspire.MctsService.Search.Core.Certificates.Certificate;

namespace MctsAspire.MctsService.Certifying;

/// <summary>
/// Says how sure a result is. An exact solution comes first, then what the solver has proven, then the race of frozen policies, if the request
/// asks for one. Only an exact solution can overrule the search: then the decision is the action that it proves.
/// </summary>
internal sealed class Certifier(ShardThreads threads)
{
    // Parts of the values: how exact a solution must be, and how far rounding puts equal actions apart.
    private const double Exactness = 1e-9;
    private const double Rounding = 1e-12;
    private const int MostActions = 50;

    /// <summary>Certifies a result.</summary>
    /// <param name="search">What the search found.</param>
    /// <param name="first">The frozen search of shard 0; <see langword="null"/>: there is no race.</param>
    /// <param name="share">The search's time on the shard threads.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public Task<Certified> RunAsync(MergedSearch search, IShard? first, ComputeShare share, CancellationToken cancellationToken) =>
        NeedsWork(search, first)
            ? threads.RunAsync(share, turn => Run(search, first, turn, cancellationToken))
            : Task.FromResult(Run(search, first, turn: null, cancellationToken));

    private static bool NeedsWork(MergedSearch search, IShard? first) => first is not null || IsSmallModel(search, out _);

    private static Certified Run(MergedSearch search, IShard? first, Turn? turn, CancellationToken cancellationToken)
    {
        if (IsSmallModel(search, out var model) && ValueIteration.Solve(model!, cancellationToken, turn is null ? null : turn.Pause) is var solution && IsExact(solution, model!))
            return Solved(search, solution);
        var report = search.Report;
        if (report.Best >= 0 && (report.IsProven || search.Shards.Any(shard => shard.StopReason == StopCause.Proven.Name())))
            return new(report.Best, Proven(search), null);
        if (first is null || report.Best < 0)
            return new(report.Best, Estimated(search), null);

        var race = ActionRace.Run(report, search.Plan.Certificate!, search.Plan.Options.Seed, (int action, ref Xorshift random) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            turn?.Pause();
            return first.PlayFrozen(action, ref random);
        }, search.Plan.Problem?.Cut?.Error ?? 0);
        return new(report.Best, race.Kind == CertificateKind.Bounded ? Bounded(search, race) : Estimated(search), null);
    }

    private static bool IsSmallModel(MergedSearch search, out MarkovModel? model)
    {
        model = (search.Plan.Problem as MarkovProblem)?.Model;
        return search.Plan.Moves.Count == 0 && model is { StateCount: <= ValueIteration.MaxStates } && !model.IsTerminal(model.Start);
    }

    private static bool IsExact(ModelSolution solution, MarkovModel model) =>
        solution.Error <= Exactness * Math.Max(Math.Abs(solution.Value), Math.Min(1, model.LargestReward));

    private static Certified Solved(MergedSearch search, ModelSolution solution)
    {
        var (values, best) = (solution.ActionValues, search.Report.Best);
        var margin = (2 * solution.Error) + (Rounding * Math.Abs(solution.Value));
        var decision = best >= 0 && values[best] >= solution.Value - margin ? best : solution.Best;
        var certificate = Of(CertificateKind.Proven, search, decision);
        (certificate.Decided, certificate.Value) = (true, solution.Value);
        certificate.Actions.AddRange(Enumerable.Range(0, values.Length)
            .OrderByDescending(action => action == decision)
            .ThenByDescending(action => values[action])
            .ThenBy(action => action)
            .Take(MostActions)
            .Select(action => new ActionInterval { Action = search.Words.Of(action), Mean = values[action], Low = values[action], High = values[action] }));
        certificate.Statement = $"The model was solved exactly: no action is better than {certificate.Action}, and its value is {Figures.Of(solution.Value)}.";
        return new(decision, certificate, solution);
    }

    private static Certificate Proven(MergedSearch search)
    {
        var certificate = Of(CertificateKind.Proven, search, search.Report.Best);
        (certificate.Decided, certificate.Value) = (true, search.Words.Range.ToUnits(search.Report.Root.Low));
        certificate.Statement = $"It is proven that no action is better than {certificate.Action}, and that its value is {Figures.Of(certificate.Value)} when everybody plays their best.";
        return certificate;
    }

    private static Certificate Bounded(MergedSearch search, CoreCertificate race)
    {
        var range = search.Words.Range;
        var certificate = Of(CertificateKind.Bounded, search, race.Best);
        (certificate.Epsilon, certificate.Delta, certificate.Decided, certificate.Rollouts) = (race.Epsilon, race.Delta, race.Decided, race.Rollouts);
        certificate.Actions.AddRange(race.Actions.Select(action => new ActionInterval
        {
            Action = search.Words.Of(action.Index),
            Rollouts = action.Rollouts,
            Mean = range.ToUnits(action.Mean),
            Low = range.ToUnits(action.Low),
            High = range.ToUnits(action.High),
        }));
        var sure = string.Create(CultureInfo.InvariantCulture, $"{100 * (1 - race.Delta):0.####} %");
        certificate.Statement = string.Create(
            CultureInfo.InvariantCulture,
            $"{(race.Decided ? "" : "The rollouts ended before one action was separated from the others. ")}With a probability of at least {sure}, none of the {race.Actions.Count} actions in the race is better than {certificate.Action} by more than {race.Epsilon:0.####} of the range of returns, where all play on by the policy that the search found.");
        if (search.Plan.Problem?.Cut is { } cut)
            certificate.Statement += $" Rollouts were cut off after {cut.Steps} steps; the intervals are wider by {Figures.Of(cut.Error)} of the range, the most that can follow.";

        return certificate;
    }

    private static Certificate Estimated(MergedSearch search)
    {
        var certificate = Of(CertificateKind.Estimated, search, search.Report.Best);
        (certificate.Epsilon, certificate.Delta) = (1, 1);
        certificate.Statement = "The values are the search's own means, which say nothing about their error.";
        return certificate;
    }

    private static Certificate Of(CertificateKind kind, MergedSearch search, int action) => new()
    {
        Kind = kind switch { CertificateKind.Proven => "proven", CertificateKind.Bounded => "bounded", _ => "estimated" },
        Action = action >= 0 ? search.Words.Of(action) : "",
    };
}
