using MctsAspire.Orchestrator.Configuration;
using MctsAspire.ServiceDefaults.Texts;
using MctsAspire.Storage;
using MctsAspire.Storage.Runs;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Runs;

/// <summary>Deletes runs that ended long ago: at the start and then every hour, a few at a time, so that no request waits long for the store.</summary>
internal sealed partial class RunPruner(IRunStore runs, IOptions<OrchestratorOptions> options, TimeProvider time, ILogger<RunPruner> logger) : BackgroundService
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RunRetentionDays == 0)
            return;

        using var timer = new PeriodicTimer(Interval, time);
        do
            await PruneAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RunRetentionDays);
        try
        {
            int deleted;
            var total = 0;
            do
                total += deleted = await runs.PruneAsync(before, AtOnce, cancellationToken);
            while (deleted == AtOnce);

            if (total == 0)
                return;
            var moment = UtcTime.Format(before);
            LogPruned(total, moment);
        }
        catch (StorageException failure)
        {
            // They are deleted the next time.
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Runs} runs that ended before {Before}")]
    private partial void LogPruned(int runs, string before);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old runs could not be deleted")]
    private partial void LogFailed(Exception failure);
}
