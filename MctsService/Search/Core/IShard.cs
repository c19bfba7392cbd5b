namespace MctsAspire.MctsService.Search.Core;

/// <summary>The search of one shard. Used by one thread at a time; the tree is whole between two calls.</summary>
internal interface IShard : IDisposable
{
    /// <summary>Iterations run so far.</summary>
    int Iterations { get; }

    /// <summary>Why no more iterations can be run; <see langword="null"/>: they can.</summary>
    StopCause? Stop { get; }

    /// <summary>Runs iterations until that many are done or there is a reason to stop.</summary>
    void Run(int iterations);

    /// <summary>
    /// Plays one of the root's actions, or lets one of its outcomes happen: the search goes on from there with what it knows of that place, and as many iterations may be
    /// run anew as before.
    /// </summary>
    /// <returns>False when this kind of search can't go on from another place.</returns>
    bool TryAdvance(int action) => false;

    /// <summary>What was found so far.</summary>
    /// <param name="canonical">Whether the whole tree is read for its hash and the number of its nodes; without, both may be absent.</param>
    ShardReport Report(bool canonical = true);

    /// <summary>Plays one of the root's actions, then by what was found so far, to the end; the return in [0,1] for the player who moves at the root.</summary>
    double PlayFrozen(int action, ref Xorshift random);
}
