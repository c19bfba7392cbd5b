using System.Globalization;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Decisions;

/// <summary>
/// Keeps decisions on disk until the services outside have them, and tells the services. Several processes may share a data folder: each writes in a
/// lane of its own, and whoever finds a lane that nobody works in tells the services what is left in it.
/// </summary>
/// <param name="folder">The folder of the lanes.</param>
/// <param name="destinations">The services that are set up; none: decisions wait on disk until one is.</param>
/// <param name="limits">How much of a lane is kept.</param>
/// <param name="shipping">How patiently services are told.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where problems are logged.</param>
internal sealed partial class DecisionOutbox(
    string folder, IReadOnlyList<IDestination> destinations, OutboxLimits limits, ShipperOptions shipping, TimeProvider time, ILogger<DecisionOutbox> logger)
    : BackgroundService
{
    /// <summary>The services that decisions are kept for, also when they are not set up: they may be later.</summary>
    public static readonly string[] Services = ["pinecone", "braintrust"];

    private const int MostLanes = 32;

    private readonly Lock _gate = new();
    private Outbox? _outbox;
    private bool _isClosed;

    /// <summary>Keeps a decision. The task ends when it is on disk.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="IOException">The disk refuses it.</exception>
    public Task AppendAsync(LoggedDecision decision, CancellationToken cancellationToken) => Own().AppendAsync(
        DecisionLines.Kind, DecisionLines.IdOf(decision.Run, decision.Step), decision.Timestamp, DecisionLines.DataOf(decision), cancellationToken);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Outbox? outbox;
        lock (_gate)
            (outbox, _isClosed) = (_outbox, true);
        if (outbox is not null)
            await outbox.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (destinations.Count == 0)
            return;
        // The start of the service needn't wait for the disk.
        await Task.Yield();
        if (OwnOrTell() is not { } outbox)
            return;
        var shippers = destinations.Select(destination => new Shipper(outbox, destination, shipping, time, logger)).ToList();
        try
        {
            await Task.WhenAll([.. shippers.Select(shipper => shipper.RunAsync(() => Forget(outbox, shippers), stoppingToken)), SweepAsync(outbox, stoppingToken)]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The rest waits for the next start.
        }
    }

    private Outbox Own()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            for (var lane = 0; _outbox is null && lane < MostLanes; lane++)
                _outbox = Outbox.TryOpen(Path.Combine(folder, lane.ToString("D2", CultureInfo.InvariantCulture)), limits);
            return _outbox ?? throw new IOException($"{MostLanes} processes keep decisions in the same data folder already. End one, or set MCTS_DATA_DIR to another folder.");
        }
    }

    private Outbox? OwnOrTell()
    {
        try
        {
            return Own();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritable(exception, folder);
            return null;
        }
    }

    private async Task SweepAsync(Outbox own, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var lane in Directory.EnumerateDirectories(folder).Where(lane => lane != own.Folder).Order(StringComparer.Ordinal))
                    await AdoptAsync(lane, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogUnwritable(exception, folder);
            }

            await Task.Delay(shipping.Sweep, time, cancellationToken);
        }
    }

    private async Task AdoptAsync(string lane, CancellationToken cancellationToken)
    {
        await using var outbox = Outbox.TryOpen(lane, limits);
        if (outbox is null)
            return;
        var shippers = destinations.Select(destination => new Shipper(outbox, destination, shipping, time, logger)).ToList();
        if (shippers.TrueForAll(shipper => shipper.Confirmed >= outbox.Next))
            return;
        LogAdopted(lane);
        foreach (var shipper in shippers)
            await shipper.DrainAsync(cancellationToken);
        Forget(outbox, shippers);
    }

    // A service that isn't set up may be one day, and then gets what there is room for.
    private static void Forget(Outbox outbox, List<Shipper> shippers)
    {
        if (shippers.Count == Services.Length)
            outbox.Forget(shippers.Min(shipper => shipper.Confirmed));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Decisions can't be kept in {Folder}; services outside are not told of them")]
    private partial void LogUnwritable(Exception exception, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Decisions of an earlier process wait in lane {Lane} and are sent now")]
    private partial void LogAdopted(string lane);
}
