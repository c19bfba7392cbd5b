using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Lets the runs of one thread through one after the other, in the order in which they came.</summary>
/// <param name="mostWaiting">Runs of one thread that wait at most.</param>
internal sealed class ThreadGates(int mostWaiting)
{
    private readonly Dictionary<(string Client, string Thread), LinkedList<TaskCompletionSource>> _queues = [];

    /// <summary>Takes a place in the thread's queue. The place must be left whether or not its turn came.</summary>
    /// <exception cref="ConflictException">Too many wait.</exception>
    public Place Enter(string clientId, string threadId)
    {
        lock (_queues)
        {
            if (!_queues.TryGetValue((clientId, threadId), out var queue))
                _queues[(clientId, threadId)] = queue = [];
            if (queue.Count > mostWaiting)
                throw new ConflictException($"thread_id: has {mostWaiting} questions waiting already. Wait for their answers, or use another thread.");

            var place = queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (queue.First == place)
                place.Value.SetResult();
            return new Place(this, (clientId, threadId), place);
        }
    }

    private void Leave((string Client, string Thread) key, LinkedListNode<TaskCompletionSource> place)
    {
        lock (_queues)
        {
            if (place.List is not { } queue)
                return;

            queue.Remove(place);
            if (queue.First is { } next)
                next.Value.TrySetResult();
            else
                _queues.Remove(key);
        }
    }

    /// <summary>A run's place in its thread's queue.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly ThreadGates _gates;
        private readonly (string Client, string Thread) _key;
        private readonly LinkedListNode<TaskCompletionSource> _place;

        /// <summary>A place that <see cref="Enter"/> gave.</summary>
        public Place(ThreadGates gates, (string Client, string Thread) key, LinkedListNode<TaskCompletionSource> place) =>
            (_gates, _key, _place) = (gates, key, place);

        /// <summary>Completed when the run's turn has come.</summary>
        public Task Turn => _place.Value.Task;

        /// <inheritdoc/>
        public void Dispose() => _gates.Leave(_key, _place);
    }
}
