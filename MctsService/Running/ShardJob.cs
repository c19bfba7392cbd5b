namespace MctsAspire.MctsService.Running;

/// <summary>A computation for a shard thread.</summary>
internal abstract class ShardJob(ShardThreads threads, ComputeShare share) : IDisposable
{
    /// <summary>Its right to compute.</summary>
    public Turn Turn { get; } = new(threads, share);

    /// <summary>Computes on this thread.</summary>
    public abstract void Run();

    /// <summary>Hands the result, or the failure, to who waits for it.</summary>
    public abstract void Finish();

    /// <summary>Ends it before it has begun.</summary>
    public abstract void Cancel();

    /// <inheritdoc/>
    public void Dispose() => Turn.Dispose();
}
