using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Gateway.Audit;

/// <summary>
/// Writes a chain of lines to files of a folder: one process at a time, as a lock sees to. A chain is gone on with by the next process; another one is begun when there is none, when lines are to be
/// sealed otherwise, and when the last line is not sound. Each file's first line names it.
/// </summary>
internal sealed class AuditChain : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _folder;
    private readonly string _writer;
    private readonly AuditSettings _settings;
    private readonly AuditSeal _seal;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private string _chain = "";
    private FileStream? _file;
    private string _name = "";
    private int _number;
    private DateOnly _day;
    private long _length;
    private bool _lacksEnd;
    private long _sequence;
    private string _previous = AuditLine.None;

    private AuditChain(string folder, string writer, AuditSettings settings, TimeProvider time, FileStream heldLock)
    {
        _folder = folder;
        _writer = writer;
        _settings = settings;
        _seal = new AuditSeal(settings.Secret);
        _time = time;
        _lock = heldLock;
        _json = new Utf8JsonWriter(_buffer, WriterOptions);
    }

    /// <summary>The hash of the last line that was written.</summary>
    public string Head => _previous;

    /// <summary>Opens the chain of a writer, whose lock is free.</summary>
    /// <returns>The chain; <see langword="null"/>: another process writes it.</returns>
    public static AuditChain? TryOpen(string folder, string writer, AuditSettings settings, TimeProvider time)
    {
        OwnersFile.CreateFolder(folder);
        FileStream held;
        try
        {
            held = OwnersFile.Lock(AuditFiles.LockOf(folder, writer));
        }
        catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }

        var chain = new AuditChain(folder, writer, settings, time, held);
        try
        {
            chain.GoOn();
            return chain;
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <summary>Writes records down, as one step: when it fails, none of them is there and the same can be tried again.</summary>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Append(IReadOnlyList<AuditRecord> records)
    {
        var (sequence, previous) = (_sequence, _previous);
        _buffer.ResetWrittenCount();
        try
        {
            var today = DayOf(_time.GetUtcNow());
            if (_file is null || (!_lacksEnd && (_length >= _settings.MaxFileBytes || _day < today)))
                AppendToNext(records, today);
            else
                AppendHere(records);
        }
        catch
        {
            (_sequence, _previous) = (sequence, previous);
            throw;
        }
    }

    /// <summary>Waits until the disk has it.</summary>
    public void Flush() => _file?.Flush(flushToDisk: true);

    public void Dispose()
    {
        _file?.Dispose();
        _json.Dispose();
        _lock.Dispose();
    }

    private void GoOn()
    {
        var files = AuditFiles.In(_folder).Where(file => file.Writer == _writer).ToList();
        var newest = files.Count == 0 ? null : files[^1];
        var end = newest is null ? null : ChainEnd.Find(newest, _seal);
        if (end is not { Last: { } last })
        {
            _chain = AuditFiles.NewChain(_writer, _time.GetUtcNow());
            Append([Opened(newest?.Name)]);
            return;
        }

        (_chain, _name, _number, _day, _sequence, _previous) = (end.File.Chain, end.File.Name, end.File.Number, end.File.Day, last.Sequence, last.Hash);
        _file = OpenFile(end.File.Path, FileMode.Open);
        _length = _file.Length;
        _lacksEnd = end.LacksEnd || end.Torn.Length > 0;
        // What was torn off stays, as a line of its own that is no record. Its end is written together with the line that explains it: with an end alone it would be damage.
        Append(end.Torn.Length == 0 ? [Opened(null)] : [Recovered(end), Opened(null)]);
    }

    private ChainRecord Recovered(ChainEnd end) => new(ChainRecord.Recovered, _time.GetUtcNow(), json =>
    {
        json.WriteNumber("torn_bytes", end.Torn.Length);
        json.WriteString("torn_sha256", end.TornHash);
    });

    private ChainRecord Opened(string? after) => new(ChainRecord.Opened, _time.GetUtcNow(), json =>
    {
        // So that a copy under another name is none.
        json.WriteString(ChainRecord.Chain, _chain);
        json.WriteString(ChainRecord.File, _name);
        json.WriteString(ChainRecord.Algorithm, _seal.Algorithm);
        json.WriteNumber("process", Environment.ProcessId);
        // The chain before was sealed otherwise, or damaged.
        if (after is not null)
            json.WriteString(ChainRecord.After, after);
    });

    private ChainRecord Continued() => new(ChainRecord.Continued, _time.GetUtcNow(), json =>
    {
        json.WriteString(ChainRecord.File, _name);
        json.WriteString(ChainRecord.Algorithm, _seal.Algorithm);
    });

    private void Add(AuditRecord record)
    {
        var start = _buffer.WrittenCount;
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteNumber("seq", ++_sequence);
        _json.WriteTime("time"u8, record.Time);
        _json.WriteString("event", record.Event);
        record.Write(_json);
        _json.WriteString("prev", _previous);
        _json.Flush();
        _previous = AuditLine.Close(_buffer, start, _seal);
    }

    private void AppendHere(IReadOnlyList<AuditRecord> records)
    {
        if (_lacksEnd)
            _buffer.Write("\n"u8);
        foreach (var record in records)
            Add(record);
        try
        {
            _file!.Position = _length;
            _file.Write(_buffer.WrittenSpan);
        }
        catch
        {
            CutOff();
            throw;
        }

        _length += _buffer.WrittenCount;
        _lacksEnd = false;
    }

    /// <summary>Begins the next file. It gets its name when the disk has its first lines, so that one without lines is none of ours.</summary>
    private void AppendToNext(IReadOnlyList<AuditRecord> records, DateOnly today)
    {
        Flush();
        // A first file is of the day that its chain's name has.
        var (name, number, day) = (_name, _number + 1, _file is null ? AuditFiles.DayOf(_chain) : today);
        _name = AuditFiles.FileName(_chain, number, day);
        FileStream? next = null;
        try
        {
            // Nothing of the file is where its first line doesn't say which one it is.
            if (records is not [{ Event: ChainRecord.Opened }, ..])
                Add(Continued());
            foreach (var record in records)
                Add(record);
            var path = Path.Combine(_folder, $"{_writer}.new");
            next = OpenFile(path, FileMode.Create);
            next.Write(_buffer.WrittenSpan);
            next.Flush(flushToDisk: true);
            File.Move(path, Path.Combine(_folder, _name));
        }
        catch
        {
            next?.Dispose();
            _name = name;
            throw;
        }

        _file?.Dispose();
        (_file, _number, _day, _length) = (next, number, day, _buffer.WrittenCount);
    }

    private void CutOff()
    {
        try
        {
            _file?.SetLength(_length);
        }
        catch (IOException)
        {
            // The next writing begins at the same place.
        }
    }

    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode == FileMode.Create)
            options.UnixCreateMode = OwnersFile.Mode;
        return new FileStream(path, options);
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
