using System.Threading.Channels;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Audit;

/// <summary>
/// Writes down beside the requests what they did. They put their records into a queue, and one writer takes all that is there at once. While the disk takes nothing the queue fills up; what
/// does not fit any more is counted and told in the log as soon as that can be written, unless requests are to be refused before it comes to that.
/// </summary>
internal sealed partial class AuditTrail(AuditSettings settings, IOptions<FrameworkSettings> framework, AuditMetrics metrics, TimeProvider time, ILogger<AuditTrail> logger)
    : IAuditTrail, IHostedService, IDisposable
{
    private const int QueueLength = 16_384;
    private const int MostAtOnce = 2048;
    private const int MostWriters = 64;

    // Records of that time are written together; a process that is killed loses no more.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Channel<AuditRecord> _queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly FailureCounts _failures = new();
    private readonly string _folder = AuditFiles.FolderIn(framework.Value.DataDirectory);
    private AuditChain? _chain;
    private Task _writing = Task.CompletedTask;
    private ITimer? _summary;
    private long _lost;
    private long _flushed;
    private bool _isDirty;
    private bool _isStopping;

    /// <summary>Whether anything is written down.</summary>
    public bool IsEnabled => settings.IsEnabled;

    /// <summary>Whether questions are.</summary>
    public bool IncludesQuery => settings.IncludesQuery;

    /// <summary>What is wrong; <see langword="null"/>: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether requests are refused now.</summary>
    public bool Refuses => settings.RefusesOnFailure && (Problem is not null || _queue.Reader.Count > QueueLength / 2);

    /// <summary>What requests are refused with.</summary>
    public static ServiceUnavailableException Refusal() => new("The audit log can't be written now, and nothing is done that it does not hold; ask again soon.");

    public void Require()
    {
        if (Refuses)
            throw Refusal();
    }

    public void Announce(AuditRecord record)
    {
        Require();
        Record(record);
    }

    public void Record(AuditRecord record)
    {
        if (!settings.IsEnabled || _queue.Writer.TryWrite(record))
            return;
        Interlocked.Increment(ref _lost);
        metrics.Lost(1);
    }

    /// <summary>Writes a request down. Of those that were not let in so many a minute are, so that nobody can fill the disk by them; the others are counted.</summary>
    public void Record(RequestRecord record, bool isFailure)
    {
        if (!isFailure || _failures.AddUnknown())
            Record(record);
    }

    /// <summary>Writes a request down that was refused for its form, within the same bound.</summary>
    public void RecordMalformed(RefusalRecord record)
    {
        if (_failures.AddMalformed())
            Record(record);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled)
            return Task.CompletedTask;
        TryWrite([]);
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        _summary = time.CreateTimer(_ => Summarize(), null, SummaryInterval, SummaryInterval);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Summarize();
        Volatile.Write(ref _isStopping, true);
        _queue.Writer.TryComplete();
        try
        {
            // Even when the host is in a hurry.
            await _writing.WaitAsync(StopPatience, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogNotWritten(_queue.Reader.Count);
        }
    }

    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _summary?.Dispose();
        if (_writing.IsCompleted)
            _chain?.Dispose();
    }

    private async Task WriteAllAsync()
    {
        var records = new List<AuditRecord>(MostAtOnce);
        while (await MoreAsync())
        {
            await Task.Delay(Gathering, time);
            while (records.Count < MostAtOnce && _queue.Reader.TryRead(out var record))
                records.Add(record);
            while (!TryWrite(records))
            {
                // There is no other time then.
                if (Volatile.Read(ref _isStopping))
                    return;
                await Task.Delay(RetryInterval, time);
            }

            records.Clear();
        }

        if (TryWrite([new ChainRecord(ChainRecord.Closed, time.GetUtcNow(), _ => { })]))
            _chain?.Flush();
    }

    /// <summary>Waits for records, and sees to it that the disk has those that were written before.</summary>
    private async Task<bool> MoreAsync()
    {
        var more = _queue.Reader.WaitToReadAsync().AsTask();
        // While requests are refused none brings a record.
        while ((_isDirty || Problem is not null) && await Task.WhenAny(more, Task.Delay(FlushInterval, time)) != more)
            TryWrite([]);
        return await more;
    }

    private void Flush()
    {
        if (_isDirty)
            _chain?.Flush();
        (_isDirty, _flushed) = (false, time.GetTimestamp());
    }

    private bool TryWrite(List<AuditRecord> records)
    {
        try
        {
            _chain ??= Open();
            var lost = Interlocked.Read(ref _lost);
            // After a failure something has to be written to know that it can be.
            List<AuditRecord> all = lost == 0 && Problem is null ? records : [.. records, new ChainRecord(ChainRecord.Resumed, time.GetUtcNow(), json => json.WriteNumber("lost", lost))];
            if (all.Count > 0)
                _chain.Append(all);
            Interlocked.Add(ref _lost, -lost);
            metrics.Written(all.Count);
            _isDirty |= all.Count > 0;
            if (time.GetElapsedTime(_flushed) >= FlushInterval)
                Flush();
            if (Problem is not null)
                LogMended();
            Problem = null;
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Once, not every second.
            if (Problem is null)
                LogProblem(_folder, problem.Message);
            Problem = "The audit log can't be written.";
            return false;
        }
        catch (Exception problem) when (records.Count > 0)
        {
            // A fault of a record: it must not keep all others from being written.
            LogUnwritable(records.Count, problem);
            Interlocked.Add(ref _lost, records.Count);
            metrics.Lost(records.Count);
            return true;
        }
    }

    private AuditChain Open()
    {
        for (var number = 1; number <= MostWriters; number++)
        {
            if (AuditChain.TryOpen(_folder, $"gateway-{number}", settings, time) is { } chain)
                return chain;
        }

        throw new IOException($"{MostWriters} processes write there already, or its locks can't be written");
    }

    private void Summarize()
    {
        foreach (var summary in _failures.Take(time.GetUtcNow()))
            Record(summary);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log in {Folder} can't be written; it is tried again every second: {Problem}")]
    private partial void LogProblem(string folder, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} records could not be made lines of, and are lost")]
    private partial void LogUnwritable(int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log can be written again")]
    private partial void LogMended();

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log could not be written before the end; {Count} records are lost")]
    private partial void LogNotWritten(int count);
}
