namespace MctsAspire.MctsService.Search.Calls;

/// <summary>Values the leaves of a batch: by the exact returns of an end, by the cache of deterministic evaluations, else by the domain.</summary>
internal sealed class LeafValues<TState, TAction, TOutcome>(ICallDomain<TState, TAction, TOutcome> domain, int cacheCapacity, CallWatch watch)
{
    // Once an evaluation was a sample, leaves with the same state are asked about at the same time.
    private bool _samples;

    /// <summary>The cache of deterministic evaluations.</summary>
    public EvaluationCache<TOutcome> Cache { get; } = new(cacheCapacity);

    /// <summary>Values the leaves, in their order.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="batch">Paths to the leaves.</param>
    /// <param name="iterations">Iterations before the batch.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<Evaluation<TOutcome>[]> EvaluateAsync(
        CallTree<TState, TAction, TOutcome> tree, IReadOnlyList<LeafPath> batch, int iterations, CancellationToken cancellationToken)
    {
        var values = new Evaluation<TOutcome>[batch.Count];
        List<Leaf> open = [];
        for (var i = 0; i < batch.Count; i++)
        {
            var position = tree[batch[i].End].Position!;
            if (position.Returns is { } exact)
                values[i] = new(exact, default!, Deterministic: true);
            else
                open.Add(new(i, position.State, domain.GetKey(position.State)));
        }

        while (open.Count > 0)
        {
            List<Leaf> asked = [];
            List<Leaf> repeated = [];
            foreach (var leaf in open)
            {
                if (!_samples && asked.Exists(other => other.Key == leaf.Key))
                    repeated.Add(leaf);
                else if (Cache.TryGet(leaf.Key, out var known))
                    values[leaf.Index] = known;
                else
                    asked.Add(leaf);
            }

            if (asked.Count > 0)
                await AskAsync(asked, values, iterations, cancellationToken).ConfigureAwait(false);
            open = repeated;
        }

        return values;
    }

    private async Task AskAsync(List<Leaf> asked, Evaluation<TOutcome>[] values, int iterations, CancellationToken cancellationToken)
    {
        TState[] states = [.. asked.Select(leaf => leaf.State)];
        var answers = await watch.WaitAsync(token => domain.EvaluateAsync(states, token), iterations, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < asked.Count; i++)
        {
            Check(answers[i]);
            values[asked[i].Index] = answers[i];
            Cache.Add(asked[i].Key, answers[i]);
            _samples |= !answers[i].Deterministic;
        }
    }

    private static void Check(in Evaluation<TOutcome> evaluation)
    {
        foreach (var value in evaluation.Returns)
        {
            if (!(value is >= 0 and <= 1))
                throw new InvalidOperationException($"The domain valued a state at {value}, outside [0,1].");
        }
    }

    private sealed record Leaf(int Index, TState State, StateKey Key);
}
