using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Gateway.Audit;

/// <summary>
/// Writes a chain of lines to files of a folder: one process at a time, as a lock sees to. A chain is gone on with by the next process; another one is begun when there is none, when lines are to be
/// sealed otherwise, and when the last line is not sound.
/// </summary>
internal sealed class AuditChain : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly string _folder;
    private readonly AuditSettings _settings;
    private readonly AuditSeal _seal;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private string _chain = "";
    private FileStream? _file;
    private int _number;
    private DateOnly _day;
    private long _length;
    private bool _lacksEnd;
    private long _sequence;
    private string _previous = AuditLine.None;

    private AuditChain(string folder, AuditSettings settings, TimeProvider time, FileStream heldLock)
    {
        _folder = folder;
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
            held = OwnersFile.Lock(Path.Combine(folder, $"{writer}.lock"));
        }
        catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }

        var chain = new AuditChain(folder, settings, time, held);
        try
        {
            chain.GoOn(writer);
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
        if (_lacksEnd)
            _buffer.Write("\n"u8);
        try
        {
            foreach (var record in records)
                Add(record);
            Write(_buffer.WrittenSpan);
        }
        catch
        {
            (_sequence, _previous) = (sequence, previous);
            CutOff();
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

    private void GoOn(string writer)
    {
        var files = AuditFiles.In(_folder).Where(file => file.Writer == writer).ToList();
        var chain = files.Where(file => file.Chain == files[^1].Chain).ToList();
        var end = chain.Count == 0 ? null : ChainEnd.Find(chain, _seal);
        if (end is not { Last: { } last })
        {
            Begin(writer, end);
            return;
        }

        (_chain, _number, _day, _sequence, _previous) = (end.File.Chain, end.File.Number, end.File.Day, last.Sequence, last.Hash);
        OpenFile(end.File.Path, FileMode.Open);
        _lacksEnd = end.LacksEnd || end.Torn.Length > 0;
        // What was torn off stays, as a line of its own that is no record. Its end is written together with the line that explains it: with an end alone it would be damage.
        Append(end.Torn.Length == 0 ? [Opened(null)] : [Recovered(end), Opened(null)]);
    }

    private void Begin(string writer, ChainEnd? before)
    {
        var now = _time.GetUtcNow();
        _chain = AuditFiles.NewChain(writer, now);
        (_number, _day) = (1, DayOf(now));
        OpenFile(Path.Combine(_folder, AuditFiles.FileName(_chain, _number, _day)), FileMode.CreateNew);
        Append([Opened(before?.File.Name)]);
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
        json.WriteString("algorithm", _seal.Algorithm);
        json.WriteNumber("process", Environment.ProcessId);
        // The chain before was sealed otherwise, or damaged.
        if (after is not null)
            json.WriteString("after", after);
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

    private void Write(ReadOnlySpan<byte> lines)
    {
        var today = DayOf(_time.GetUtcNow());
        if (_length > 0 && !_lacksEnd && (_length >= _settings.MaxFileBytes || _day < today))
        {
            Flush();
            OpenFile(Path.Combine(_folder, AuditFiles.FileName(_chain, _number + 1, today)), FileMode.CreateNew);
            (_number, _day) = (_number + 1, today);
        }

        _file!.Position = _length;
        _file.Write(lines);
        _length += lines.Length;
        _lacksEnd = false;
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

    private void OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode == FileMode.CreateNew)
            options.UnixCreateMode = OwnersFile.Mode;
        var file = new FileStream(path, options);
        _file?.Dispose();
        (_file, _length) = (file, file.Length);
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);
}
