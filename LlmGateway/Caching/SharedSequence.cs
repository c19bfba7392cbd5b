using System.Runtime.CompilerServices;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>A sequence that many read, each from its beginning, while it is still being produced.</summary>
/// <typeparam name="T">An element.</typeparam>
internal sealed class SharedSequence<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _elements = [];
    private TaskCompletionSource _grown = New();
    private bool _complete;

    private SharedSequence(Func<CancellationToken, IAsyncEnumerable<T>> source, Func<IReadOnlyList<T>, Task> completed, CancellationToken cancellationToken) =>
        End = Task.Run(() => ProduceAsync(source, completed, cancellationToken), CancellationToken.None);

    /// <summary>Ends when the sequence is complete, or fails as its source does.</summary>
    public Task End { get; }

    /// <summary>Begins to produce a sequence.</summary>
    /// <param name="source">Gives the elements.</param>
    /// <param name="completed">Told all elements before the readers see the end.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    public static SharedSequence<T> Begin(Func<CancellationToken, IAsyncEnumerable<T>> source, Func<IReadOnlyList<T>, Task> completed, CancellationToken cancellationToken) =>
        new(source, completed, cancellationToken);

    /// <summary>The elements from the first one on, as they come.</summary>
    /// <param name="cancellationToken">Ends the wait of this reader.</param>
    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; ;)
        {
            T? element = default;
            Task? wait = null;
            lock (_lock)
            {
                if (i < _elements.Count)
                    element = _elements[i++];
                else if (_complete)
                    break;
                else
                    wait = _grown.Task;
            }

            if (wait is null)
                yield return element!;
            else
                await wait.WaitAsync(cancellationToken);
        }

        await End.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ProduceAsync(Func<CancellationToken, IAsyncEnumerable<T>> source, Func<IReadOnlyList<T>, Task> completed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var element in source(cancellationToken).WithCancellation(cancellationToken))
                Grow(() => _elements.Add(element));

            // Nobody adds any more.
            await completed(_elements);
        }
        finally
        {
            Grow(() => _complete = true);
        }
    }

    private void Grow(Action change)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            change();
            (grown, _grown) = (_grown, New());
        }

        grown.SetResult();
    }
}
