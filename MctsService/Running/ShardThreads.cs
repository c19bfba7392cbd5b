using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Running;

/// <summary>
/// The threads that compute shards, as many as there are processors. They are not those of the pool, which answer calls, and they live as
/// long as the service, so that the memory of one search is warm for the next.
/// </summary>
internal sealed class ShardThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;
    private int _wanted;

    public ShardThreads(IOptions<SearchLimits> limits)
    {
        _threads = new Thread[limits.Value.EffectiveWorkers];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"shard {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads.</summary>
    public int Count => _threads.Length;

    /// <summary>Whether somebody waits for a thread.</summary>
    public bool AreWanted => Volatile.Read(ref _wanted) > Count;

    /// <summary>Computes something as soon as a thread is free, in the order in which it is asked for.</summary>
    public Task<T> RunAsync<T>(Func<T> compute)
    {
        Interlocked.Increment(ref _wanted);
        return Enqueue(compute);
    }

    /// <summary>Computes something if a thread is free now; <see langword="null"/> when none is.</summary>
    public Task<T>? TryRunAsync<T>(Func<T> compute)
    {
        if (Interlocked.Increment(ref _wanted) <= Count)
            return Enqueue(compute);
        Interlocked.Decrement(ref _wanted);
        return null;
    }

    /// <summary>Ends the threads when they have done what is begun.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        _work.Dispose();
    }

    private Task<T> Enqueue<T>(Func<T> compute)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Run(compute, done));
        }
        catch (InvalidOperationException)
        {
            Interlocked.Decrement(ref _wanted);
            done.SetCanceled();
        }

        return done.Task;
    }

    private void Run<T>(Func<T> compute, TaskCompletionSource<T> done)
    {
        try
        {
            var result = compute();
            Interlocked.Decrement(ref _wanted);
            done.SetResult(result);
        }
        catch (OperationCanceledException exception)
        {
            Interlocked.Decrement(ref _wanted);
            done.SetCanceled(exception.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to whoever waits for the result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.Decrement(ref _wanted);
            done.SetException(exception);
        }
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
            work();
    }
}
