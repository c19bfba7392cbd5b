namespace MctsAspire.MctsService.Distribution;

/// <summary>One run of a shard somewhere.</summary>
/// <param name="shard">The shard.</param>
/// <param name="peer">Who runs it; <see langword="null"/>: this replica.</param>
/// <param name="started">When it began, as a timestamp of the time provider.</param>
/// <param name="abandon">Cancelled when its report isn't wanted any more.</param>
internal sealed class Attempt(int shard, Peer? peer, long started, CancellationTokenSource abandon)
{
    /// <summary>The shard.</summary>
    public int Shard => shard;

    /// <summary>Who runs it; <see langword="null"/>: this replica.</summary>
    public Peer? Peer => peer;

    /// <summary>When it began.</summary>
    public long Started => started;

    /// <summary>Cancelled when its report isn't wanted any more.</summary>
    public CancellationToken Token => abandon.Token;

    /// <summary>Ends the attempt.</summary>
    public void Abandon() => abandon.Cancel();
}
