using System.Text;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Delivery;

/// <summary>
/// Tells one service the lines of one outbox, in order, and notes how far it has confirmed them. Between the service's answer and the note everything may
/// end: then the same lines are told again, under the same ids and at the same places. A line that the service refuses for good is set aside, so that it
/// doesn't stand in the way of the others.
/// </summary>
internal sealed partial class Shipper
{
    private const int MostSetAsideBytes = 4 * 1024 * 1024;

    private readonly Outbox _outbox;
    private readonly OutboxReader _reader;
    private readonly IDestination _destination;
    private readonly ShipperOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _path;
    private Acknowledgement _confirmed;
    private int _failures;
    private int _atOnce;

    /// <summary>Begins where the service's confirmation ends.</summary>
    /// <param name="outbox">The outbox.</param>
    /// <param name="destination">The service.</param>
    /// <param name="options">How patiently it is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures are logged.</param>
    public Shipper(Outbox outbox, IDestination destination, ShipperOptions options, TimeProvider time, ILogger logger)
    {
        _outbox = outbox;
        _reader = new OutboxReader(outbox);
        _destination = destination;
        _options = options;
        _time = time;
        _logger = logger;
        _path = Acknowledgement.PathOf(outbox.Folder, destination.Name);
        _confirmed = Acknowledgement.Read(_path);
        _atOnce = destination.MostRecords;
    }

    /// <summary>The sequence of the first line that the service has not confirmed.</summary>
    public long Confirmed => _confirmed.Next;

    /// <summary>Tells the service what comes, until cancelled.</summary>
    /// <param name="confirmed">Called after each confirmation.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action confirmed, CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(cancellationToken);
            if (_failures == 0 && _outbox.Next - _confirmed.Next < _destination.MostRecords)
                await Task.Delay(_options.Linger, _time, cancellationToken);
            var pause = await DrainAsync(cancellationToken);
            confirmed();
            if (pause is { } wait)
                await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>Tells the service all that there is. Not to be called beside itself or <see cref="RunAsync"/>.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How long the service is to be left alone; null: it has confirmed everything.</returns>
    public async Task<TimeSpan?> DrainAsync(CancellationToken cancellationToken)
    {
        while (_reader.Read(_confirmed.Next, _atOnce, _options.MostBytes) is { Count: > 0 } records)
        {
            if (records[0].Sequence > _confirmed.Next)
                LogLost(_destination.Name, records[0].Sequence - _confirmed.Next);
            if (await DeliverAsync(records, cancellationToken) is { } pause)
                return pause;
        }

        return null;
    }

    // Between two lines of a training may lie an hour, after which some services take its run for dead.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var news = _outbox.WaitAsync(_confirmed.Next, cancellationToken);
        while (await Task.WhenAny(news, Task.Delay(_options.Heartbeat, _time, waiting.Token)) != news && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_failures == 0)
                    await _destination.BeatAsync(_confirmed.State, cancellationToken);
            }
            catch (DeliveryException failure)
            {
                LogNoBeat(_destination.Name, failure.Message);
            }
        }

        await waiting.CancelAsync();
        await news;
    }

    private async Task<TimeSpan?> DeliverAsync(IReadOnlyList<OutboxRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            var sound = records.Where(record => record.IsSound).ToList();
            var state = sound.Count == 0 ? _confirmed.State : await TellAsync(sound, cancellationToken);
            if (sound.Count < records.Count)
                LogUnreadable(_destination.Name, records.Count - sound.Count);
            Confirm(records[^1].Sequence + 1, state);
            if (_failures > 0)
                LogBack(_destination.Name);
            _failures = 0;
            _atOnce = Math.Min(_destination.MostRecords, _atOnce * 2);
            return null;
        }
        catch (DeliveryException failure) when (failure.Failure == DeliveryFailure.Refused)
        {
            // Half as many at a time, until it is clear which one it is.
            if (records.Count > 1)
            {
                _atOnce = Math.Max(1, records.Count / 2);
                return null;
            }

            SetAside(records[0], failure);
            Confirm(records[0].Sequence + 1, _confirmed.State);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Wait(new DeliveryException(DeliveryFailure.Unavailable, $"what {_destination.Name} has can't be noted. Check that the disk has room.", innerException: exception));
        }
        catch (DeliveryException failure)
        {
            return Wait(failure);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> TellAsync(List<OutboxRecord> records, CancellationToken cancellationToken)
    {
        try
        {
            return await _destination.DeliverAsync(records, _confirmed.State, _outbox.Folder, cancellationToken);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The line lacks what this version of us expects in it.
            throw new DeliveryException(DeliveryFailure.Refused, "A line is not what it must be.", innerException: exception);
        }
    }

    private TimeSpan Wait(DeliveryException failure)
    {
        var pause = Pause(failure);
        // The first time and then every tenth: a service may be away for days.
        if (_failures++ % 10 == 0)
            LogWaiting(_destination.Name, failure.Message, _outbox.Next - _confirmed.Next, pause);
        return pause;
    }

    private TimeSpan Pause(DeliveryException failure)
    {
        var doubled = _options.ShortestPause * Math.Pow(2, Math.Min(_failures, 16));
        var pause = doubled < _options.LongestPause ? doubled : _options.LongestPause;
        return failure.RetryAfter is { } asked && asked > pause ? asked : pause;
    }

    private void Confirm(long next, IReadOnlyDictionary<string, string> state)
    {
        var confirmed = new Acknowledgement(next, state);
        confirmed.Write(_path);
        _confirmed = confirmed;
    }

    private void SetAside(OutboxRecord record, DeliveryException failure)
    {
        LogRefused(_destination.Name, record.Kind, record.Id, failure.Message);
        var path = Path.Combine(_outbox.Folder, _destination.Name + ".refused.jsonl");
        if (!File.Exists(path) || new FileInfo(path).Length < MostSetAsideBytes)
            File.AppendAllText(path, Encoding.UTF8.GetString(OutboxRecord.Line(record.Kind, record.Id, record.At, record.Data)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} does not take records now: {Problem} {Waiting} wait on disk, and it is asked again in {Pause}")]
    private partial void LogWaiting(string service, string problem, long waiting, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Service} could not be told that the run goes on: {Problem}")]
    private partial void LogNoBeat(string service, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} takes records again")]
    private partial void LogBack(string service);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} refused the {Kind} {Id} for good, and it is set aside: {Problem}")]
    private partial void LogRefused(string service, string kind, string id, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} records went to make room for newer ones before {Service} had them")]
    private partial void LogLost(string service, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} records for {Service} can't be read back from the disk, and are left out")]
    private partial void LogUnreadable(string service, int count);
}
