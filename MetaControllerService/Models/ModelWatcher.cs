using MctsAspire.MetaControllerService.Configuration;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>Loads the first model before the service answers, and then looks for newer ones from time to time.</summary>
internal sealed class ModelWatcher(ModelHost models, MetaControllerSettings settings, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await models.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.PollSeconds == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(settings.PollSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await models.PollAsync(stoppingToken);
    }
}
