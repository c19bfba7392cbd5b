using System.Globalization;
using System.Text;
using MctsAspire.MctsService.Certifying;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using RootAction = MctsAspire.MctsService.Search.Core.RootAction;

namespace MctsAspire.MctsService.Explaining;

/// <summary>Says in words why an action was chosen, and for small decision models what would change the decision.</summary>
internal sealed class Explainer(ShardThreads threads)
{
    private const int LongestLine = 12;

    /// <summary>Explains a result.</summary>
    public async Task<Explanation> RunAsync(MergedSearch search, Certified certified, ComputeShare share, CancellationToken cancellationToken)
    {
        var explanation = new Explanation { Text = Describe(search, certified), Start = Start(search) };
        if (certified.Solution is not null && search.Plan.Problem is MarkovProblem { Model: var model })
        {
            var (probability, reward) = await threads.RunAsync(share, turn => FlipSearch.Find(model, certified.Decision, cancellationToken, turn.Pause)).ConfigureAwait(false);
            AddFlip(explanation, probability);
            AddFlip(explanation, reward);
        }

        return explanation;
    }

    private static string Start(MergedSearch search) => search.Plan switch
    {
        { Problem: { } problem } plan => problem.DescribeState(plan.Moves),
        { Request.Reasoning: { } reasoning } => reasoning.Query,
        _ => search.Shards.Select(shard => shard.Start).FirstOrDefault(start => start.Length > 0) ?? "",
    };

    private static string Describe(MergedSearch search, Certified certified)
    {
        var (root, decision) = (search.Report.Root, certified.Decision);
        if (decision < 0)
            return "The search ended before it had tried an action.";

        var text = new StringBuilder();
        Add(text, $"The decision is {search.Words.Of(decision)}. ");
        if (search.Report.Best < 0)
            Add(text, $"It is that of the exact solution; the search by itself had not tried an action. ");
        else if (decision != search.Report.Best)
            Add(text, $"The search by itself would have chosen {search.Words.Of(search.Report.Best)}, which the exact solution shows to be worse. ");
        else if (root.LineValue is { } value)
            Add(text, $"It begins the best line of play that was found, which is worth {Figures.Of(search.Words.Range.ToUnits(value))}. ");
        else
            Add(text, $"{Reason(search.Plan)} ");

        var visits = root.Iterations + root.Reused;
        var chosen = root.Actions.FirstOrDefault(action => action.Index == decision);
        if (chosen.Visits > 0)
            Add(text, $"Of {Visits(visits)} {chosen.Visits:N0} went through it, with {Value(search, chosen)}. ");
        foreach (var next in ResponseMessages.Sort(root.Actions).Where(action => action.Index != decision && action.Visits > 0).Take(1))
            Add(text, $"Next comes {search.Words.Of(next.Index)} with {Visits(next.Visits)} and {Value(search, next)}. ");

        var line = search.LineOf(decision);
        if (line.Count > 1)
            Add(text, $"The line of play from there: {string.Join(", ", line.Take(LongestLine))}{(line.Count > LongestLine ? ", …" : "")}. ");
        text.Append(certified.Certificate.Statement);
        return text.ToString();
    }

    private static string Reason(SearchPlan plan) => plan.Options switch
    {
        { Backup: Backup.Max, Transpositions: true, BestAction: BestAction.Secure } => "No other action is proven to earn more.",
        { Backup: Backup.Max, BestAction: BestAction.MaxValue } => "Among the actions tried it has the highest expected value.",
        { BestAction: BestAction.MaxVisits } => "The search came back to it most often.",
        { BestAction: BestAction.MaxValue } => "Among the actions tried it has the highest mean value.",
        { BestAction: BestAction.Robust } => "It has the best balance of visits and mean value.",
        _ => "Its value is the highest that the search can vouch for.",
    };

    private static string Visits(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "visit" : "visits")}");

    private static string Value(MergedSearch search, RootAction action) =>
        $"a {(search.Plan.Options.Backup == Backup.Mean ? "mean " : "")}value of {Figures.Of(search.Words.Range.ToUnits(action.Mean))}";

    private static void Add(StringBuilder text, FormattableString sentence) => text.Append(sentence.ToString(CultureInfo.InvariantCulture));

    private static void AddFlip(Explanation explanation, DecisionFlip? flip)
    {
        if (flip is null)
            return;
        explanation.Flips.Add(new Flip
        {
            Kind = flip.IsProbability ? "probability" : "reward",
            State = flip.State,
            Action = flip.Action,
            Outcome = flip.Outcome,
            From = flip.From,
            To = flip.To,
            Decision = flip.Decision,
            Probability = flip.Probability,
            Reward = flip.Reward,
        });
        var (kind, which) = flip.IsProbability
            ? ("probability", string.Create(CultureInfo.InvariantCulture, $"with a reward of {flip.Reward}"))
            : ("reward", string.Create(CultureInfo.InvariantCulture, $"with a probability of {flip.Probability}"));
        explanation.Text += string.Create(
            CultureInfo.InvariantCulture,
            $" The smallest change of a {kind} that would flip it: in {flip.State}, {flip.Action} leading to {flip.Outcome} {which}, from {flip.From} to {flip.To}; then {flip.Decision} is best.");
    }
}
