namespace MctsAspire.LlmGateway.Caching;

/// <summary>
/// Lets everybody who asks for the same thing at the same time share one piece of work. Whoever leaves ends only his own wait; when all have
/// left, the work is cancelled.
/// </summary>
/// <typeparam name="TKey">What is asked for.</typeparam>
/// <typeparam name="TWork">The work, that all may watch.</typeparam>
/// <param name="endOf">Ends when the work ends, in any way.</param>
/// <param name="linger">How long the work goes on when all have left, for somebody who asks again.</param>
/// <param name="time">The clock.</param>
internal sealed class Flights<TKey, TWork>(Func<TWork, Task> endOf, TimeSpan linger, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Flight> _flights = [];

    /// <summary>Pieces of work that go on.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _flights.Count;
        }
    }

    /// <summary>Takes part in the work, or begins it.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="begin">Begins the work; it must not block.</param>
    /// <returns>The part; disposing of it leaves the work.</returns>
    public Seat Join(TKey key, Func<CancellationToken, TWork> begin)
    {
        Flight? flight;
        var first = false;
        lock (_lock)
        {
            if (!_flights.TryGetValue(key, out flight))
            {
                flight = new Flight(key, begin);
                _flights.Add(key, flight);
                first = true;
            }

            flight.Waiting++;
            flight.Comings++;
        }

        try
        {
            if (first)
                _ = EndAsync(flight);
            return new Seat(this, flight, first);
        }
        catch
        {
            Leave(flight);
            throw;
        }
    }

    private async Task EndAsync(Flight flight)
    {
        await endOf(flight.Work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Remove(flight);
    }

    private void Leave(Flight flight)
    {
        int comings;
        lock (_lock)
        {
            if (--flight.Waiting > 0 || flight.Removed)
                return;
            comings = flight.Comings;
        }

        if (linger > TimeSpan.Zero)
            _ = CancelLaterAsync(flight, comings);
        else
            CancelUnlessWanted(flight, comings);
    }

    private async Task CancelLaterAsync(Flight flight, int comings)
    {
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(Task.Delay(linger, time, ended.Token), endOf(flight.Work));
        await ended.CancelAsync();
        CancelUnlessWanted(flight, comings);
    }

    // Whoever came since has a leaving of his own to count from.
    private void CancelUnlessWanted(Flight flight, int comings)
    {
        lock (_lock)
        {
            if (flight.Waiting > 0 || flight.Removed || flight.Comings != comings)
                return;
            Forget(flight);
        }

        flight.Cancellation.Cancel();
    }

    private void Remove(Flight flight)
    {
        lock (_lock)
            Forget(flight);
    }

    private void Forget(Flight flight)
    {
        flight.Removed = true;
        if (_flights.TryGetValue(flight.Key, out var current) && current == flight)
            _flights.Remove(flight.Key);
    }

    /// <summary>A part in a piece of work.</summary>
    internal sealed class Seat : IDisposable
    {
        private readonly Flights<TKey, TWork> _flights;
        private readonly Flight _flight;
        private int _left;

        internal Seat(Flights<TKey, TWork> flights, Flight flight, bool isFirst)
        {
            (_flights, _flight, IsFirst) = (flights, flight, isFirst);
            Work = flight.Work;
        }

        /// <summary>The work.</summary>
        public TWork Work { get; }

        /// <summary>Whether this part began it.</summary>
        public bool IsFirst { get; }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                _flights.Leave(_flight);
        }
    }

    // The source of cancellation is not disposed of: it has no timer, and somebody may leave at any time.
    internal sealed class Flight(TKey key, Func<CancellationToken, TWork> begin)
    {
        private readonly Lock _beginning = new();
        private bool _begun;
        private TWork? _work;

        public TKey Key { get; } = key;

        public CancellationTokenSource Cancellation { get; } = new();

        public int Waiting { get; set; }

        /// <summary>How many have ever come.</summary>
        public int Comings { get; set; }

        public bool Removed { get; set; }

        public TWork Work
        {
            get
            {
                lock (_beginning)
                {
                    if (!_begun)
                        (_work, _begun) = (begin(Cancellation.Token), true);
                    return _work!;
                }
            }
        }
    }
}
