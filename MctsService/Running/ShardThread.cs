namespace MctsAspire.MctsService.Running;

/// <summary>A thread that computes one job after the other. It lives on between them, so that the memory of one search is warm for the next.</summary>
internal sealed class ShardThread : IDisposable
{
    private readonly ShardThreads _threads;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _begin = new(0, 1);
    private ShardJob? _next;

    public ShardThread(ShardThreads threads)
    {
        _threads = threads;
        _thread = new Thread(Work) { IsBackground = true, Name = "shard" };
    }

    /// <summary>Starts the thread with its first job.</summary>
    public void Start(ShardJob job)
    {
        _next = job;
        _thread.UnsafeStart();
    }

    /// <summary>Gives a waiting thread its next job; <see langword="null"/>: it ends.</summary>
    public void Begin(ShardJob? job)
    {
        _next = job;
        _begin.Release();
    }

    /// <summary>Waits for the thread's end.</summary>
    public void Join() => _thread.Join();

    /// <inheritdoc/>
    public void Dispose() => _begin.Dispose();

    private void Work()
    {
        for (var job = _next; job is not null;)
        {
            job.Run();
            var next = _threads.Release(this, job, out var stays);
            job.Finish();
            job.Dispose();
            job = next ?? (stays ? Wait() : null);
        }

        Dispose();
    }

    private ShardJob? Wait()
    {
        _begin.Wait();
        return _next;
    }
}
