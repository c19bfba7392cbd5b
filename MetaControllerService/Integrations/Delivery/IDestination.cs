using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>A service that is told the lines of an outbox.</summary>
internal interface IDestination
{
    /// <summary>The service's name, as <c>pinecone</c>: part of the names of files.</summary>
    string Name { get; }

    /// <summary>How many lines it is told at once at most.</summary>
    int MostRecords { get; }

    /// <summary>
    /// Tells it lines, in their order. Told the same lines again, as after a crash between its answer and our note of it, it ends in the same state.
    /// </summary>
    /// <param name="records">The lines, at least one.</param>
    /// <param name="state">What was learnt from it before.</param>
    /// <param name="folder">The outbox's folder, where files lie that lines name.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>What must be known to tell it more.</returns>
    /// <exception cref="DeliveryException">It has not taken them, or not all of them.</exception>
    Task<IReadOnlyDictionary<string, string>> DeliverAsync(
        IReadOnlyList<OutboxRecord> records, IReadOnlyDictionary<string, string> state, string folder, CancellationToken cancellationToken);

    /// <summary>Tells it that who writes the lines is alive, where it asks for that; called when there has been nothing to tell for a while.</summary>
    /// <param name="state">What was learnt from it before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DeliveryException">It has not taken it.</exception>
    Task BeatAsync(IReadOnlyDictionary<string, string> state, CancellationToken cancellationToken) => Task.CompletedTask;
}
