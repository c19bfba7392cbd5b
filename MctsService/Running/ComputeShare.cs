namespace MctsAspire.MctsService.Running;

/// <summary>The time that one search has had on the shard threads so far; who has had less goes first.</summary>
internal sealed class ComputeShare
{
    private long _used;
    private volatile bool _hastens;

    /// <summary>In ticks of the time provider's timestamps, summed over threads; as good as none for one that only has to end.</summary>
    public long Used => _hastens ? long.MinValue / 2 : Interlocked.Read(ref _used);

    /// <summary>Lets it go before all others, since it is only to end.</summary>
    public void Hasten() => _hastens = true;

    /// <summary>Adds time.</summary>
    public void Add(long ticks) => Interlocked.Add(ref _used, ticks);
}
