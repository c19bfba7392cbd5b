namespace MctsAspire.LlmGateway.Budget;

/// <summary>
/// Who waits for what is set aside in an account: the first of them tries when something was given back, and the next one when the first has left. So a call
/// that ends wakes one that waits, whoever came first has his turn first, and a large call is not passed by small ones for ever.
/// </summary>
/// <param name="most">How many may wait.</param>
/// <param name="time">The clock.</param>
internal sealed class BudgetQueues(int most, TimeProvider time)
{
    private readonly TimeProvider _time = time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Place>> _queues = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Stands behind those who wait for an account.</summary>
    /// <param name="account">The account.</param>
    /// <returns>The place; disposing of it leaves the queue. Null: too many wait already.</returns>
    public Place? Join(string account)
    {
        lock (_lock)
            return Add(account);
    }

    /// <summary>Stands behind those who wait for any of these accounts; null: nobody does.</summary>
    /// <param name="accounts">The accounts.</param>
    public Place? Follow(IEnumerable<string> accounts)
    {
        lock (_lock)
        {
            if (_queues.Count == 0)
                return null;
            return accounts.FirstOrDefault(_queues.ContainsKey) is { } account ? Add(account) : null;
        }
    }

    /// <summary>Something was given back.</summary>
    /// <param name="accounts">The accounts that had it set aside.</param>
    public void GivenBack(IEnumerable<string> accounts)
    {
        lock (_lock)
        {
            foreach (var account in accounts)
            {
                if (_queues.TryGetValue(account, out var queue))
                    queue.First!.Value.Wake();
            }
        }
    }

    private Place? Add(string account)
    {
        if (_count >= most)
            return null;
        if (!_queues.TryGetValue(account, out var queue))
            _queues.Add(account, queue = []);
        var place = new Place(this, account);
        queue.AddLast(place.Node);
        _count++;

        // What was given back meanwhile woke nobody.
        if (queue.Count == 1)
            place.Wake();
        return place;
    }

    private void Leave(Place place)
    {
        lock (_lock)
        {
            if (place.Node.List is not { } queue)
                return;
            queue.Remove(place.Node);
            _count--;
            if (queue.First is { } next)
                next.Value.Wake();
            else
                _queues.Remove(place.Account);
        }
    }

    private bool IsFirst(Place place)
    {
        lock (_lock)
            return place.Node.Previous is null;
    }

    /// <summary>A place in a queue.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly BudgetQueues _queues;
        private TaskCompletionSource _woken = New();

        internal Place(BudgetQueues queues, string account)
        {
            (_queues, Account) = (queues, account);
            Node = new LinkedListNode<Place>(this);
        }

        /// <summary>The account that is waited for.</summary>
        public string Account { get; }

        internal LinkedListNode<Place> Node { get; }

        /// <summary>Waits until it makes sense to try.</summary>
        /// <param name="poll">How long the first one waits at most; others are woken when they are the first.</param>
        /// <param name="giveUp">How long the others wait at most.</param>
        /// <param name="cancellationToken">Ends the wait.</param>
        public async Task TurnAsync(TimeSpan poll, TimeSpan giveUp, CancellationToken cancellationToken)
        {
            var woken = Volatile.Read(ref _woken);
            using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                await Task.WhenAny(woken.Task, Task.Delay(Positive(_queues.IsFirst(this) && poll < giveUp ? poll : giveUp), _queues._time, over.Token));
                await over.CancelAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (woken.Task.IsCompleted)
                Interlocked.CompareExchange(ref _woken, New(), woken);
        }

        /// <inheritdoc/>
        public void Dispose() => _queues.Leave(this);

        internal void Wake() => Volatile.Read(ref _woken).TrySetResult();

        private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
