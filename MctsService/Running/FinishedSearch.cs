using MctsAspire.MctsService.Requests;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Running;

/// <summary>A search that has ended.</summary>
/// <param name="Plan">What was searched.</param>
/// <param name="Shards">What its shards reported, in their order.</param>
/// <param name="Response">The answer.</param>
internal sealed record FinishedSearch(SearchPlan Plan, IReadOnlyList<ShardReport> Shards, SearchResponse Response);
