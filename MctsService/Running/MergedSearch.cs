using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Search.Core;
using ShardReport = MctsAspire.Protos.Mcts.ShardReport;

namespace MctsAspire.MctsService.Running;

/// <summary>What a search found, over all its shards.</summary>
internal sealed class MergedSearch
{
    private MergedSearch(SearchPlan plan, IReadOnlyList<ShardReport> shards, SearchReport report, ActionWords words) =>
        (Plan, Shards, Report, Words) = (plan, shards, report, words);

    /// <summary>The search.</summary>
    public SearchPlan Plan { get; }

    /// <summary>The shards' own reports, in their order.</summary>
    public IReadOnlyList<ShardReport> Shards { get; }

    /// <summary>Their sums.</summary>
    public SearchReport Report { get; }

    /// <summary>The actions in words.</summary>
    public ActionWords Words { get; }

    /// <summary>Merges the shards' reports in their order.</summary>
    public static MergedSearch Of(SearchPlan plan, IReadOnlyList<ShardReport> shards)
    {
        var labels = plan.Domain.Calls ? new LabelIndex() : null;
        var report = ShardMerge.Merge(
            [.. shards.Select(shard => ShardMessages.ToCore(shard, labels))], [.. shards.Select(shard => StopCauseNames.Parse(shard.StopReason))], plan.Options);
        var bounds = shards.FirstOrDefault(shard => shard.HasReturnsLow && shard.HasReturnsHigh);
        return new(plan, shards, report, new ActionWords(plan, labels, bounds is null ? null : new ValueRange(bounds.ReturnsLow, bounds.ReturnsHigh)));
    }

    /// <summary>The best line of play found, or else the principal variation of the first shard whose line begins with an action.</summary>
    public IReadOnlyList<string> LineOf(int action) => Words.LineOf(
        action, [Report.Root.Line, .. Shards.Select(shard => shard.Line)], [.. Shards.Select(shard => shard.LineWords)]);

    /// <summary>The shard whose line is the answer, in domains whose answers are evaluations of a line.</summary>
    public ShardReport? ShardOf(int action) => Shards.FirstOrDefault(shard => shard.LineWords.Count > 0 && shard.LineWords[0] == Words.Of(action))
        ?? Shards.FirstOrDefault(shard => shard.Answer is not null);
}
