namespace MctsAspire.MctsService.Search.Core;

/// <summary>Why a search ended. Of several shards the last in this order counts.</summary>
internal enum StopCause
{
    /// <summary>All iterations were run.</summary>
    Iterations,

    /// <summary>One action had most of the visits.</summary>
    EarlyStop,

    /// <summary>Every line of play was tried to its end, and every end's value is exact.</summary>
    Exhausted,

    /// <summary>The root's value is proven.</summary>
    Proven,

    /// <summary>The tree needed more nodes than allowed.</summary>
    Nodes,

    /// <summary>The shard's part of a paid budget was spent.</summary>
    Budget,

    /// <summary>The time was over.</summary>
    Time,

    /// <summary>The caller stopped it.</summary>
    Cancelled,
}
