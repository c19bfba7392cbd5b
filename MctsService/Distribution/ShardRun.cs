using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Distribution;

/// <summary>What those who run shards of a search need to know.</summary>
internal sealed record ShardRun
{
    /// <summary>The search.</summary>
    public required SearchPlan Plan { get; init; }

    /// <summary>What ends it.</summary>
    public required SearchControl Control { get; init; }

    /// <summary>Takes progress without waiting; <see langword="null"/>: nobody asks.</summary>
    public Action<SearchProgress>? Report { get; init; }

    /// <summary>Whether only this replica runs shards.</summary>
    public bool Alone { get; init; }

    /// <summary>The answers of the outside calls that each shard made before; <see langword="null"/>: calls are made.</summary>
    public IReadOnlyList<IReadOnlyList<JournalEntry>>? Replay { get; init; }
}
