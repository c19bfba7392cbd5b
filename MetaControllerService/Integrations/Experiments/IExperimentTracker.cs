namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>
/// Keeps what a training run has to tell. Everything goes to disk first (<c>integrations/runs/&lt;id&gt;</c> under the data folder, as JSON Lines) and from
/// there to the services whose keys are set: a service that can't be reached never fails a run, and has all of it later.
/// </summary>
internal interface IExperimentTracker
{
    /// <summary>Begins a run, or goes on with one of the same id that was cut off.</summary>
    /// <param name="experiment">The run.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The data folder can't be written.</exception>
    /// <exception cref="InvalidOperationException">Another process works on the run.</exception>
    Task<IExperimentRun> StartAsync(Experiment experiment, CancellationToken cancellationToken);
}
