using MctsAspire.Storage;

namespace MctsAspire.Orchestrator.Budgets;

/// <summary>Deletes what clients used on days that are over: at the start and then every hour.</summary>
internal sealed partial class UsagePruner(EmbeddedStorage storage, TimeProvider time, ILogger<UsagePruner> logger) : BackgroundService
{
    /// <summary>How long an account is kept after its last use: its day, and the longest time that a search of that day may still run.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(2);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await storage.PruneUsageAsync(time.GetUtcNow() - Age, stoppingToken);
            }
            catch (StorageException failure)
            {
                // They are deleted the next time.
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What clients used on earlier days could not be deleted")]
    private partial void LogFailed(Exception failure);
}
