using MctsAspire.Storage;
using MctsAspire.Storage.Language;

namespace MctsAspire.LlmGateway.Stores;

/// <summary>Deletes what is too old from the stores, at the start and then every hour.</summary>
internal sealed partial class StorePruner(ILanguageStores stores, TimeProvider time, ILogger<StorePruner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await stores.PruneAsync(stoppingToken);
            }
            catch (StorageException failure)
            {
                // It is deleted the next time.
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old language calls could not be deleted")]
    private partial void LogFailed(Exception failure);
}
