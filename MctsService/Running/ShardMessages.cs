using MctsAspire.MctsService.Search.Core;
using CoreAction = MctsAspire.MctsService.Search.Core.RootAction;
using CoreReport = MctsAspire.MctsService.Search.Core.ShardReport;
using RootAction = MctsAspire.Protos.Mcts.RootAction;
using ShardProgress = MctsAspire.Protos.Mcts.ShardProgress;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Running;

/// <summary>What shards find, as messages between replicas and as the engine has it.</summary>
internal static class ShardMessages
{
    /// <summary>The report of a shard.</summary>
    public static ShardReport ToReport(CoreReport report, StopCause cause)
    {
        var message = new ShardReport
        {
            Iterations = report.Iterations,
            ValueSum = report.ValueSum,
            Low = report.Low,
            High = report.High,
            Nodes = report.Nodes,
            Depth = report.Depth,
            BytesReserved = report.BytesReserved,
            TreeHash = report.TreeHash,
            StopReason = cause.Name(),
            Simulations = report.Iterations,
            Reused = report.Reused,
        };
        message.Actions.AddRange(report.Actions.Select(ToMessage));
        message.Line.AddRange(report.Line);
        if (report.LineValue is { } value)
            message.LineValue = value;
        return message;
    }

    /// <summary>The report of a shard that never began.</summary>
    public static ShardReport Unstarted(StopCause cause) =>
        ToReport(new(0, 0, 0, 1, [], 0, 0, 0, EmptyTree, [], null), cause);

    /// <summary>What a shard has found so far.</summary>
    public static ShardProgress ToProgress(CoreReport report)
    {
        var message = new ShardProgress { Iterations = report.Iterations, ValueSum = report.ValueSum };
        message.Actions.AddRange(report.Actions.Select(ToMessage));
        message.Line.AddRange(report.Line);
        return message;
    }

    /// <summary>What a shard has found so far, of one that is done.</summary>
    public static ShardProgress ToProgress(ShardReport report)
    {
        var message = new ShardProgress
        {
            Iterations = report.Iterations,
            ValueSum = report.ValueSum,
            Actions = { report.Actions },
            Line = { report.Line },
            LineWords = { report.LineWords },
        };
        if (report.HasReturnsLow && report.HasReturnsHigh)
            (message.ReturnsLow, message.ReturnsHigh) = (report.ReturnsLow, report.ReturnsHigh);
        return message;
    }

    /// <summary>A report as the engine has it. Actions that have words and no index of their own get those of <paramref name="labels"/>.</summary>
    public static CoreReport ToCore(ShardReport report, LabelIndex? labels) => new(
        report.Iterations,
        report.ValueSum,
        report.Low,
        report.High,
        ToCore(report.Actions, labels),
        report.Nodes,
        report.Depth,
        report.BytesReserved,
        report.TreeHash,
        labels is null ? report.Line : [.. report.LineWords.Take(1).Select(labels.Of)],
        report.HasLineValue && labels is null ? report.LineValue : null) { Reused = report.Reused };

    /// <summary>Progress as the engine has it.</summary>
    public static CoreReport ToCore(ShardProgress progress, LabelIndex? labels) => new(
        progress.Iterations, progress.ValueSum, 0, 1, ToCore(progress.Actions, labels), 0, 0, 0, EmptyTree, labels is null ? progress.Line : [], null);

    // SHA-256 of nothing.
    private const string EmptyTree = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static CoreAction[] ToCore(IEnumerable<RootAction> actions, LabelIndex? labels) =>
        [.. actions.Select(action => new CoreAction(
            labels?.Of(action.Label) ?? action.Index, action.Visits, action.ValueSum, action.Low, action.High, action.Children))];

    private static RootAction ToMessage(CoreAction action) => new()
    {
        Index = action.Index,
        Visits = action.Visits,
        ValueSum = action.ValueSum,
        Low = action.Low,
        High = action.High,
        Children = action.Children,
    };
}
