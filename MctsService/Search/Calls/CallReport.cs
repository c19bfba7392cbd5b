using MctsAspire.MctsService.Search.Core;
using MctsAspire.Protos.Mcts;
using RootAction = MctsAspire.Protos.Mcts.RootAction;
using ShardReport = MctsAspire.MctsService.Search.Core.ShardReport;

namespace MctsAspire.MctsService.Search.Calls;

/// <summary>What the search of one shard found.</summary>
/// <param name="Root">What was counted.</param>
/// <param name="Labels">The root's actions in words, by their index.</param>
/// <param name="Line">The chosen action and, below it, the most visited child at each step, in words.</param>
/// <param name="Outcome">What the evaluation at the end of the line gave; of several the one with the highest return.</param>
/// <param name="Range">What returns of 0 and 1 stand for; <see langword="null"/>: themselves, or nothing is known yet.</param>
internal sealed record CallReport<TOutcome>(
    ShardReport Root, IReadOnlyDictionary<int, string> Labels, IReadOnlyList<string> Line, TOutcome? Outcome, ValueRange? Range)
{
    /// <summary>As progress.</summary>
    public ShardProgress ToProgress()
    {
        var progress = new ShardProgress
        {
            Iterations = Root.Iterations,
            ValueSum = Root.ValueSum,
            Actions = { Actions() },
            Line = { Root.Line },
            LineWords = { Line },
        };
        if (Range is { } range)
            (progress.ReturnsLow, progress.ReturnsHigh) = (range.Lowest, range.Highest);
        return progress;
    }

    /// <summary>As the report of a shard that has ended.</summary>
    public Protos.Mcts.ShardReport ToReport(StopCause stop)
    {
        var report = ToReport();
        report.StopReason = stop.Name();
        if (Range is { } range)
            (report.ReturnsLow, report.ReturnsHigh) = (range.Lowest, range.Highest);
        return report;
    }

    private Protos.Mcts.ShardReport ToReport() => new()
    {
        Iterations = Root.Iterations,
        ValueSum = Root.ValueSum,
        Low = Root.Low,
        High = Root.High,
        Actions = { Actions() },
        Nodes = Root.Nodes,
        Depth = Root.Depth,
        BytesReserved = Root.BytesReserved,
        TreeHash = Root.TreeHash,
        Line = { Root.Line },
        LineWords = { Line },
    };

    private IEnumerable<RootAction> Actions() =>
        from action in Root.Actions
        select new RootAction
        {
            Index = action.Index,
            Visits = action.Visits,
            ValueSum = action.ValueSum,
            Low = action.Low,
            High = action.High,
            Children = action.Children,
            Label = Labels[action.Index],
        };
}
