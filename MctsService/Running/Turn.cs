namespace MctsAspire.MctsService.Running;

/// <summary>The right to compute on a shard thread, which is handed on while others have had less. Used by that thread alone.</summary>
internal sealed class Turn(ShardThreads threads, ComputeShare share) : IDisposable
{
    private readonly SemaphoreSlim _granted = new(0, 1);

    /// <summary>Whose time is used.</summary>
    public ComputeShare Share { get; } = share;

    /// <summary>When the turn began, as a timestamp of the time provider.</summary>
    public long Since { get; set; }

    /// <summary>What the share has been charged since then, in ticks.</summary>
    public long Charged { get; set; }

    /// <summary>When it was last asked whether the turn is over.</summary>
    public long Asked { get; set; }

    /// <summary>
    /// Lets another computation go first if it is its turn, and comes back when it is this one's again. To be called at least every few milliseconds; costs next to
    /// nothing when nobody waits.
    /// </summary>
    public void Pause()
    {
        if (threads.HasWaiting)
            threads.Pause(this);
    }

    /// <summary>Waits for the turn.</summary>
    public void Wait() => _granted.Wait();

    /// <summary>Ends the wait.</summary>
    public void Grant() => _granted.Release();

    /// <inheritdoc/>
    public void Dispose() => _granted.Dispose();
}
