using MctsAspire.MetaControllerService.Configuration;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.MetaControllerService.Training.Sessions;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>What a command works with.</summary>
/// <param name="Services">The service's own parts; none of them has been started.</param>
/// <param name="Settings">The settings that all services share.</param>
/// <param name="Time">Says what time it is.</param>
/// <param name="Output">Where results go.</param>
internal sealed record CommandContext(IServiceProvider Services, FrameworkSettings Settings, TimeProvider Time, TextWriter Output)
{
    /// <summary>Where models, checkpoints, reports and imported data are kept.</summary>
    public IArtifactStore Artifacts => Services.GetRequiredService<IArtifactStore>();

    /// <summary>The largest model that is read, in bytes.</summary>
    public int MostModelBytes => Services.GetRequiredService<MetaControllerSettings>().ModelMegabytes * (1 << 20);

    /// <summary>Makes sure that there is memory for a training.</summary>
    public MemoryCheck Memory => MemoryCheck.OfThisMachine(Output);

    /// <summary>What trains a network.</summary>
    public TrainingSession Session() => new(
        Artifacts, MostModelBytes, Services.GetRequiredService<IExperimentTracker>(), Services.GetRequiredService<IConfiguration>(), Time, Output);
}
