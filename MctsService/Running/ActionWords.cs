using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using RootAction = MctsAspire.MctsService.Search.Core.RootAction;

namespace MctsAspire.MctsService.Running;

/// <summary>Puts a search's actions into words, and its values into the domain's units.</summary>
/// <param name="plan">The search.</param>
/// <param name="labels">The words of actions that have no index of their own; <see langword="null"/>: the problem knows them.</param>
/// <param name="range">The domain's bounds, where only whoever ran the shards knows them.</param>
internal sealed class ActionWords(SearchPlan plan, LabelIndex? labels, ValueRange? range = null)
{
    /// <summary>What returns of 0 and 1 stand for.</summary>
    public ValueRange Range { get; } = range ?? plan.Problem?.Range ?? ValueRange.Unit;

    /// <summary>Whether that is known: a simulator's bounds are not before it has answered.</summary>
    public bool HasRange { get; } = range is not null || plan.Problem is not null || plan.Request.Reasoning is not null;

    /// <summary>One of the root's actions.</summary>
    public string Of(int action) => labels is null ? Describe([action])[0] : labels[action];

    /// <summary>The first of the shards' lines that begins with an action; the action alone where none does.</summary>
    public IReadOnlyList<string> LineOf(int action, IReadOnlyList<IReadOnlyList<int>> lines, IReadOnlyList<IReadOnlyList<string>> words)
    {
        if (labels is not null)
            return words.FirstOrDefault(line => line.Count > 0 && line[0] == labels[action]) ?? [labels[action]];
        return Describe(lines.FirstOrDefault(line => line.Count > 0 && line[0] == action) ?? [action]);
    }

    // From where the moves lead.
    private IReadOnlyList<string> Describe(IReadOnlyList<int> line) =>
        plan.Moves.Count == 0 ? plan.Problem!.DescribeLine(line) : [.. plan.Problem!.DescribeLine([.. plan.Moves, .. line]).Skip(plan.Moves.Count)];

    /// <summary>The counts of an action.</summary>
    public ActionStatistics ToStatistics(RootAction action)
    {
        var statistics = new ActionStatistics
        {
            Action = Of(action.Index),
            Visits = action.Visits,
            ValueSum = action.ValueSum,
            NumChildren = action.Children,
        };
        if (action.Visits > 0)
            statistics.Value = Range.ToUnits(action.Mean);
        if (action.Low > 0 || action.High < 1)
            (statistics.ProvenLow, statistics.ProvenHigh) = (Range.ToUnits(action.Low), Range.ToUnits(action.High));
        return statistics;
    }
}
