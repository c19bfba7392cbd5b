namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>A run under way. Its disposal waits until everything is on disk, and for a while for the services; it does not end the run, so that it can go on later.</summary>
internal interface IExperimentRun : IAsyncDisposable
{
    /// <summary>The run's id.</summary>
    string Id { get; }

    /// <summary>Tells what was measured at a step. Steps grow; one that was told before is left out, so that a run may repeat what it did behind its last checkpoint.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="metrics">The measurements by name; one that is not a finite number is left out.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask LogAsync(long step, IReadOnlyDictionary<string, double> metrics, CancellationToken cancellationToken);

    /// <summary>Tells what came out; it replaces what was told before under the same names.</summary>
    /// <param name="results">The results by name: numbers, texts, booleans, or null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask SummarizeAsync(IReadOnlyDictionary<string, object?> results, CancellationToken cancellationToken);

    /// <summary>Adds a file that the run made. It is copied, so that it can be sent later.</summary>
    /// <param name="artifact">The file.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <exception cref="ArgumentException">The file is too large, or its name won't do.</exception>
    ValueTask AddArtifactAsync(ExperimentArtifact artifact, CancellationToken cancellationToken);

    /// <summary>Ends the run, and waits until it is on disk.</summary>
    /// <param name="succeeded">Whether it did what it was to do.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask FinishAsync(bool succeeded, CancellationToken cancellationToken);

    /// <summary>Waits until everything is on disk, as before a checkpoint.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask FlushAsync(CancellationToken cancellationToken);
}
