using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>
/// Threads that share the parts of a computation with the thread that asks for it, and sleep in between. Handing out work allocates nothing. A team serves
/// one caller at a time; what others ask for meanwhile they do themselves, so that nobody waits and nothing changes but the time it takes.
/// </summary>
public sealed unsafe class WorkerTeam : IDisposable
{
    internal const int MostParts = ushort.MaxValue;

    // A forward pass hands out work every few dozen microseconds: so long a worker looks for more before it goes to sleep.
    private static readonly long PatienceTicks = Stopwatch.Frequency / 20_000;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);

    // Round in the upper half, then parts (16 bits), then the next part to be taken (16 bits): claimed with one compare-and-swap.
    private long _round;
    private delegate*<void*, int, void> _body;
    private void* _state;
    private ExceptionDispatchInfo? _failure;
    private int _completed;
    private int _asleep;
    private int _busy;
    private volatile bool _stopped;

    /// <summary>Starts the team.</summary>
    /// <param name="threads">How many threads compute, the caller's included: 1 to 64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is out of range.</exception>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 64);
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Serve) { IsBackground = true, Name = $"neural-{i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>How many threads compute, the caller's included.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>How many of the team's own threads sleep now.</summary>
    internal int Asleep => Volatile.Read(ref _asleep);

    /// <summary>Does all parts of a work and returns when the last is done.</summary>
    /// <param name="work">What is to be done; it lives on the caller's stack meanwhile.</param>
    /// <param name="parts">Into how many parts it falls, 0 to 65,535.</param>
    /// <typeparam name="TWork">The work's type.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parts"/> is out of range.</exception>
    public void Run<TWork>(TWork work, int parts)
        where TWork : struct, IParallelWork
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MostParts);
        if (parts <= 1 || _threads.Length == 0 || _stopped || Interlocked.Exchange(ref _busy, 1) != 0)
        {
            for (var part = 0; part < parts; part++)
                work.Execute(part);
            return;
        }

        try
        {
            Share(&ExecutePart<TWork>, Unsafe.AsPointer(ref work), parts);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Does all parts of a work with a team, or on the calling thread where there is none or there are more parts than a team takes.</summary>
    internal static void Run<TWork>(WorkerTeam? team, TWork work, int parts)
        where TWork : struct, IParallelWork
    {
        if (team is not null && parts <= MostParts)
        {
            team.Run(work, parts);
            return;
        }

        for (var part = 0; part < parts; part++)
            work.Execute(part);
    }

    /// <summary>Ends the threads. Work that is asked for later is done by its caller alone.</summary>
    public void Dispose()
    {
        if (_stopped)
            return;
        _stopped = true;
        _wake.Release(Math.Max(1, _threads.Length));
        foreach (var thread in _threads)
            thread.Join();
        _wake.Dispose();
    }

    private static void ExecutePart<TWork>(void* work, int part)
        where TWork : struct, IParallelWork => Unsafe.AsRef<TWork>(work).Execute(part);

    private void Share(delegate*<void*, int, void> body, void* state, int parts)
    {
        _body = body;
        _state = state;
        (_completed, _failure) = (0, null);
        Interlocked.Exchange(ref _round, (((_round >> 32) + 1) << 32) | ((long)parts << 16));
        if (Volatile.Read(ref _asleep) > 0 && Interlocked.Exchange(ref _asleep, 0) is > 0 and var sleepers)
            _wake.Release(sleepers);

        while (TakePart())
        {
        }

        var wait = default(SpinWait);
        while (Volatile.Read(ref _completed) < parts)
            wait.SpinOnce(sleep1Threshold: -1);
        _failure?.Throw();
    }

    private bool TakePart()
    {
        long round;
        do
        {
            round = Volatile.Read(ref _round);
            if (!HasPart(round))
                return false;
        }
        while (Interlocked.CompareExchange(ref _round, round + 1, round) != round);

        // The round can't end before this part does: what it is about stays as it is until then.
        try
        {
            _body(_state, (int)(round & 0xFFFF));
        }
#pragma warning disable CA1031 // Whatever went wrong is the caller's, who waits for all parts.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        Interlocked.Increment(ref _completed);
        return true;
    }

    private static bool HasPart(long round) => (round & 0xFFFF) < ((round >> 16) & 0xFFFF);

    private void Serve()
    {
        var idleSince = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            if (TakePart())
                idleSince = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetTimestamp() - idleSince < PatienceTicks)
                Thread.SpinWait(8);
            else
            {
                Sleep();
                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>Sleeps until there is work. Whoever takes a sleeper off the count wakes one: nobody is woken twice, and none is forgotten.</summary>
    private void Sleep()
    {
        Interlocked.Increment(ref _asleep);
        if ((HasPart(Volatile.Read(ref _round)) || _stopped) && TakeOffSleepers())
            return;
        _wake.Wait();
    }

    private bool TakeOffSleepers()
    {
        while (Volatile.Read(ref _asleep) is > 0 and var sleepers)
        {
            if (Interlocked.CompareExchange(ref _asleep, sleepers - 1, sleepers) == sleepers)
                return true;
        }

        return false;
    }
}
