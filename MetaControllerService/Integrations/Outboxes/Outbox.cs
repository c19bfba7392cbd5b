using System.Text.Json;
using System.Threading.Channels;

namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>
/// Lines of JSON in the order in which they came, kept on disk until those who want them have them. A line that was confirmed survives the end of the
/// process and of the machine. One process works in one outbox.
/// </summary>
internal sealed class Outbox : IAsyncDisposable
{
    private readonly string _folder;
    private readonly OutboxLimits _limits;
    private readonly FolderLock _lock;
    private readonly Lock _gate = new();
    private readonly List<(OutboxSegment Segment, long Bytes)> _segments = [];
    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(OutboxLimits.Waiting) { SingleReader = true });
    private readonly Task _writing;
    private FileStream _file = null!;
    private long _next;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Outbox(string folder, OutboxLimits limits, FolderLock folderLock)
    {
        _folder = folder;
        _limits = limits;
        _lock = folderLock;
        foreach (var segment in OutboxSegment.In(folder))
        {
            var (lines, bytes) = segment.Repair();
            _segments.Add((segment, bytes));
            _next = segment.First + lines;
        }

        // Behind a power cut a confirmation may be newer than the lines: what comes must not take a place that was confirmed.
        var confirmed = Directory.EnumerateFiles(folder, "*" + Acknowledgement.Suffix).Select(path => Acknowledgement.Read(path).Next).DefaultIfEmpty().Max();
        if (_segments.Count == 0 || confirmed > _next)
        {
            _next = Math.Max(_next, confirmed);
            _segments.Add((OutboxSegment.At(folder, _next), 0));
        }

        _file = Open(_segments[^1].Segment);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder;

    /// <summary>The sequence of the oldest line that is kept.</summary>
    public long First
    {
        get
        {
            lock (_gate)
                return _segments[0].Segment.First;
        }
    }

    /// <summary>The sequence that the next line gets; all before it are on disk.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Bytes that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Sum(segment => segment.Bytes);
        }
    }

    /// <summary>Opens the outbox of a folder; null: another process has it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="limits">How much is kept.</param>
    public static Outbox? TryOpen(string folder, OutboxLimits limits)
    {
        if (FolderLock.TryTake(folder) is not { } folderLock)
            return null;
        try
        {
            return new Outbox(folder, limits, folderLock);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Adds a line. The task ends when it is on disk.</summary>
    /// <param name="kind">What it tells of.</param>
    /// <param name="id">The id under which a service keeps it.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="data">What there is to tell.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue; a line that has one is written.</param>
    /// <exception cref="ArgumentException">The line is longer than <see cref="OutboxLimits.LongestLine"/>.</exception>
    /// <exception cref="IOException">The disk refuses it, and it is not kept.</exception>
    public async Task AppendAsync(string kind, string id, DateTimeOffset at, JsonElement data, CancellationToken cancellationToken)
    {
        var line = OutboxRecord.Line(kind, id, at, data);
        if (line.Length > OutboxLimits.LongestLine)
            throw new ArgumentException($"A record must not be longer than {OutboxLimits.LongestLine} bytes, and this one has {line.Length}.", nameof(data));
        var pending = new Pending(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _pending.Writer.WriteAsync(pending, cancellationToken);
        await pending.Written.Task;
    }

    /// <summary>Ends as soon as there is a line at or behind a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
                news = _news.Task;
            if (Next > sequence)
                return;
            await news.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The segment that holds a sequence, or the oldest when it is gone.</summary>
    /// <param name="sequence">The sequence.</param>
    public OutboxSegment SegmentOf(long sequence)
    {
        lock (_gate)
            return _segments.FindLast(segment => segment.Segment.First <= sequence).Segment ?? _segments[0].Segment;
    }

    /// <summary>The segment that follows another; null: that one is the newest.</summary>
    /// <param name="segment">The other.</param>
    public OutboxSegment? SegmentBehind(OutboxSegment segment)
    {
        lock (_gate)
            return _segments.Find(other => other.Segment.First > segment.First).Segment;
    }

    /// <summary>Deletes the segments of which nobody needs a line any more.</summary>
    /// <param name="sequence">The oldest line that somebody needs.</param>
    public void Forget(long sequence)
    {
        lock (_gate)
        {
            while (_segments.Count > 1 && _segments[1].Segment.First <= sequence)
                DropOldest();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_pending.Writer.TryComplete())
            return;
        await _writing;
        await _file.DisposeAsync();
        _lock.Dispose();
    }

    private static FileStream Open(OutboxSegment segment) =>
        new(segment.Path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete, 0);

    // All that came while the disk was busy goes with one flush.
    private async Task WriteAsync()
    {
        var batch = new List<Pending>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < OutboxLimits.Waiting && _pending.Reader.TryRead(out var pending))
                batch.Add(pending);
            try
            {
                Write(batch);
                batch.ForEach(pending => pending.Written.TrySetResult());
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Undo();
                batch.ForEach(pending => pending.Written.TrySetException(new IOException("The outbox can't be written. Check that the disk has room.", exception)));
            }
        }
    }

    private void Write(List<Pending> batch)
    {
        if (_segments[^1].Bytes >= _limits.SegmentBytes)
            Roll();
        var bytes = 0L;
        foreach (var pending in batch)
        {
            _file.Write(pending.Line);
            bytes += pending.Line.Length;
        }

        _file.Flush(flushToDisk: true);
        TaskCompletionSource news;
        lock (_gate)
        {
            _segments[^1] = _segments[^1] with { Bytes = _segments[^1].Bytes + bytes };
            while (_segments.Count > 1 && _segments.Sum(segment => segment.Bytes) > _limits.MaximumBytes)
                DropOldest();
            Volatile.Write(ref _next, _next + batch.Count);
            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.TrySetResult();
    }

    private void Roll()
    {
        var segment = OutboxSegment.At(_folder, _next);
        var file = Open(segment);
        _file.Dispose();
        _file = file;
        lock (_gate)
            _segments.Add((segment, 0));
    }

    // Half a batch may have reached the file.
    private void Undo()
    {
        try
        {
            _file.SetLength(_segments[^1].Bytes);
        }
        catch (IOException)
        {
            // Then the next start cuts the torn line off; whole lines that were never confirmed may stay, and their ids keep them single.
        }
    }

    private void DropOldest()
    {
        File.Delete(_segments[0].Segment.Path);
        _segments.RemoveAt(0);
    }

    private sealed record Pending(byte[] Line, TaskCompletionSource Written);
}
