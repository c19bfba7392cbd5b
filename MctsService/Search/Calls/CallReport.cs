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
internal sealed record CallReport<TOutcome>(ShardReport Root, IReadOnlyDictionary<int, string> Labels, IReadOnlyList<string> Line, TOutcome? Outcome)
{
    /// <summary>As progress.</summary>
    public ShardProgress ToProgress() => new()
    {
        Iterations = Root.Iterations,
        ValueSum = Root.ValueSum,
        Actions = { Actions() },
        Line = { Root.Line },
        LineWords = { Line },
    };

    /// <summary>As the report of a shard that has ended.</summary>
    public Protos.Mcts.ShardReport ToReport(StopCause stop) => new()
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
        StopReason = stop.Name(),
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
