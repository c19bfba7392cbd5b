using MctsAspire.MetaControllerService.Integrations.Delivery;

namespace MctsAspire.MetaControllerService.Integrations.Experiments;

/// <summary>Tells the services of runs that ended, or broke off, before the services had all of them.</summary>
/// <param name="folder">The folder of the runs.</param>
/// <param name="destinations">The services that are set up.</param>
/// <param name="options">How patiently services are told.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where problems are logged.</param>
internal sealed partial class RunSweeper(
    string folder, IReadOnlyList<IDestination> destinations, ShipperOptions options, TimeProvider time, ILogger<RunSweeper> logger)
    : BackgroundService
{
    // Which runs every service has, by when they were last written to.
    private readonly Dictionary<string, DateTime> _done = new(StringComparer.Ordinal);

    /// <summary>Looks at all runs once.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How long the services that failed are to be left alone.</returns>
    public async Task<TimeSpan> SweepAsync(CancellationToken cancellationToken)
    {
        var left = destinations.ToList();
        var longest = TimeSpan.Zero;
        foreach (var run in Directory.Exists(folder) ? new DirectoryInfo(folder).GetDirectories().OrderBy(run => run.LastWriteTimeUtc).ToList() : [])
        {
            var written = run.GetFiles("*.jsonl").Select(file => file.LastWriteTimeUtc).DefaultIfEmpty().Max();
            if (_done.GetValueOrDefault(run.Name) == written)
                continue;
            await RunFolder.BorrowAsync(
                run.FullName,
                async (outbox, wanted) =>
                {
                    foreach (var destination in left.ToList())
                    {
                        if (await new Shipper(outbox, destination, options, time, logger).DrainAsync(wanted) is not { } pause)
                            continue;
                        // The next run would fare no better.
                        left.Remove(destination);
                        longest = pause > longest ? pause : longest;
                    }

                    if (left.Count == destinations.Count)
                        _done[run.Name] = written;
                },
                time,
                cancellationToken);
        }

        return longest;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (destinations.Count == 0)
            return;
        await Task.Yield();
        try
        {
            while (true)
            {
                var pause = options.Sweep;
                try
                {
                    var asked = await SweepAsync(stoppingToken);
                    pause = asked > pause ? asked : pause;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    LogUnreadable(exception, folder);
                }

                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest waits for the next start.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The runs in {Folder} can't be read")]
    private partial void LogUnreadable(Exception exception, string folder);
}
