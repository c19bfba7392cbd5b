using System.Globalization;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Gateway.Audit;

/// <summary>Checks one chain line by line. A line that is wrong counts as one that can't be read, and those behind it are held against the one before it, so that one change is mostly one finding.</summary>
internal sealed class ChainVerifier(string chain, AuditSeal? secretSeal, bool allowsPlain, bool isWhole)
{
    private static readonly AuditLine Nothing = new(0, "", AuditLine.None, AuditLine.None);

    private readonly List<AuditFinding> _findings = [];
    private readonly DamagedLines _damaged = new();
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private AuditSeal? _seal;
    private bool _lacksSecret;
    private int _unreadable;
    private AuditFile? _file;
    private int _line;
    private AuditFinding? _beheaded;
    private bool _isOfEarlierVersion;
    private bool _goesOnFromHarm;
    private DateOnly? _lastDay;

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>The hashes of all sound lines.</summary>
    public IReadOnlySet<string> Hashes => _hashes;

    /// <summary>The last sound line.</summary>
    public AuditLine? Last { get; private set; }

    public long Lines { get; private set; }

    public string? Algorithm => _seal?.Algorithm;

    /// <summary>Whether a line says which chain it belongs to.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>The newest file of the chain before, as the line of a finding about it; <see langword="null"/>: no line says that there was one.</summary>
    public AuditFinding? After { get; private set; }

    /// <summary>Whether the first line is one that this version writes there, and names its file, but is sealed with a secret that is not known here.</summary>
    public bool IsSealedOtherwise { get; private set; }

    /// <summary>Goes on from what another one has read, whose findings stay its own.</summary>
    public void GoOn(ChainVerifier before)
    {
        (_file, _line, Last, _unreadable) = (before._file, int.Max(before._line, 1), before.Last, before._unreadable + before._damaged.Count);
        (_goesOnFromHarm, _lastDay) = (before._findings.Count > 0, before._lastDay);
        // A chain is sealed in one way. That it has no seal is told of where it is asked for.
        if (before._seal is { IsPlain: false })
            _seal = before._seal;
    }

    /// <summary>Where lines before the first one that was read were taken away, as far as that can be told without what was before it.</summary>
    /// <param name="behind">What has read the beginning of the file behind these; <see langword="null"/>: there is none.</param>
    public AuditFinding? Beheaded(ChainVerifier? behind) => _isOfEarlierVersion || behind?._isOfEarlierVersion == true ? null : _beheaded;

    /// <summary>That numbers of files don't follow one another.</summary>
    public static string Missing(int due, int number) =>
        number == due + 1 ? $"file {due} of the chain is missing before this one" : $"files {due} to {number - 1} of the chain are missing before this one";

    /// <summary>The next lines are those of another file.</summary>
    public void Begin(AuditFile file)
    {
        EndFile();
        Settle();
        var due = _file is { } before ? before.Number + 1 : isWhole ? 1 : file.Number;
        (_file, _line) = (file, 0);
        if (file.Number < due)
            Find("another file has the same number");
        else if (file.Number > due)
            Find(Missing(due, file.Number));
    }

    /// <summary>The file can't be read, or not to its end.</summary>
    public void Fail(string problem)
    {
        Settle();
        Find($"the file can't be read: {problem}");
        _line = int.Max(_line, 1);
    }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="isEnded">Whether it has an end.</param>
    public void Read(ReadOnlySpan<byte> line, bool isEnded)
    {
        _line++;
        if (!AuditLine.HasForm(line) || !isEnded)
        {
            _damaged.Add(_line, line, isEnded);
            return;
        }

        Lines++;
        var read = AuditLine.Read(line);
        var isSound = read is not null && CanBeTaken(line, read);
        if (isSound && read!.Event == ChainRecord.Recovered)
            CheckTorn(line);
        else
            Settle();
        if (read is null || !isSound)
        {
            Find(read is null ? "the line was changed: it is not the JSON that it must be"
                : _seal is null && secretSeal is null ? "the line was changed: its hash does not fit it (or the chain is sealed with a secret, and Audit__Secret is not set)"
                : "the line was changed: its hash does not fit it");
            _unreadable++;
            return;
        }

        CheckPlace(read);
        CheckName(line, read);
        (Last, _lastDay) = (read, DayOf(line));
    }

    /// <summary>There are no more lines.</summary>
    public void End()
    {
        EndFile();
        if (_damaged.IsCutOff)
            _findings.Add(new AuditFinding(_file?.Name, _damaged.First, "the line is cut off. If the process that wrote it was killed, the next start of the Gateway closes the line off; else lines were taken away"));
        else
            Settle();
    }

    private void EndFile()
    {
        if (_file is not null && _line == 0)
            Find("the file is empty: its lines were taken away, or an earlier version could not write it");
    }

    private void Settle()
    {
        if (_damaged.Count == 0)
            return;
        _findings.Add(new AuditFinding(_file?.Name, _damaged.First, _damaged.Problem));
        _unreadable += _damaged.Count;
        _damaged.Clear();
    }

    private void CheckTorn(ReadOnlySpan<byte> line)
    {
        if (_damaged.Count == 0)
            Find("the line says that the one before it was torn off, and there is none such: it was taken away");
        else if (!_damaged.AreExplainedBy(line))
            Settle();
        _damaged.Clear();
    }

    /// <summary>Whether the hash fits, or nothing can be said of it for want of the secret.</summary>
    private bool CanBeTaken(ReadOnlySpan<byte> line, AuditLine read)
    {
        if (_lacksSecret)
            return true;
        _seal ??= SealOf(line);
        if (_seal is not null && AuditLine.IsSealedBy(line, _seal))
        {
            _hashes.Add(read.Hash);
            return true;
        }

        IsSealedOtherwise = _seal is null && _line == 1 && NamesItself(line, read);
        if (_seal is not null || secretSeal is not null || read.Event is not (ChainRecord.Opened or ChainRecord.Continued) || line.IndexOf("\"hmac-sha256\""u8) < 0)
            return false;
        _lacksSecret = true;
        Find("the chain is sealed with a secret: set Audit__Secret to check it");
        return true;
    }

    private AuditSeal? SealOf(ReadOnlySpan<byte> line)
    {
        if (secretSeal is not null && AuditLine.IsSealedBy(line, secretSeal))
            return secretSeal;
        if (!AuditLine.IsSealedBy(line, AuditSeal.Plain))
            return null;
        if (secretSeal is not null && !allowsPlain)
            Find("the chain is not sealed with the secret of Audit__Secret: it was begun without it, or by somebody who does not know it (--allow-unsealed takes it all the same)");
        return AuditSeal.Plain;
    }

    private void CheckPlace(AuditLine read)
    {
        var unreadable = _unreadable;
        _unreadable = 0;
        if (_line == 1 && Lines == 1 && LooksBeheaded(read))
            _beheaded = new AuditFinding(_file!.Name, 1, "lines before this one were taken away, or an earlier version began the file: it does not begin as files do");
        if ((Last ?? (isWhole ? Nothing : null)) is not { } before)
            return;

        // Those between may be the lines that are missing, or have been put there.
        var due = before.Sequence + 1;
        var latest = due + unreadable;
        if (read.Sequence > latest && Last is null)
            Find($"the chain begins with line {read.Sequence}: those before it are missing");
        else if (read.Sequence > latest)
            Find(read.Sequence == latest + 1 ? $"line {latest} of the chain is missing before this one" : $"lines {latest} to {read.Sequence - 1} of the chain are missing before this one");
        else if (read.Sequence < due)
            Find($"the line is out of its place: it is line {read.Sequence} of the chain, and {due} is due");
        else if (read.Sequence == due && read.Previous != before.Hash)
            Find("the line does not go on from the one before it: one of the two was put there or changed");
    }

    /// <summary>Whether the first line that was read may not be the file's first one. Lines that were moved into the file before, or pieces put there, cover what is missing.</summary>
    private bool LooksBeheaded(AuditLine read) => read.Event switch
    {
        ChainRecord.Continued => false,
        ChainRecord.Opened => _goesOnFromHarm && (read.Sequence > Last?.Sequence + 1 || _lastDay >= _file!.Day),
        // Every file begins with a line that says so, but those of earlier versions.
        _ => Last is null ? !isWhole : _goesOnFromHarm,
    };

    private void CheckName(ReadOnlySpan<byte> line, AuditLine read)
    {
        var names = read.Event is ChainRecord.Opened or ChainRecord.Continued;
        if (!names && _line > 1)
            return;
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        // Earlier versions wrote neither.
        var file = names && root.TryGetProperty(ChainRecord.File, out var name) ? name : (JsonElement?)null;
        var ownChain = names && root.TryGetProperty(ChainRecord.Chain, out name) ? name : (JsonElement?)null;
        // A line that goes on from the file before shows that none was taken away between, and so does one of a process that did not name the file.
        _isOfEarlierVersion |= read.Event == ChainRecord.Opened ? file is null : !names && (Lines > 1 || (Last is not null && !_goesOnFromHarm) || HasEarlierTime(root));
        IsNamed |= file is not null || ownChain is not null;
        if (ownChain is { } said && !IsText(said, chain))
            Find("the line says that it belongs to another chain: the file was copied or renamed");
        else if (file is { } stated && !IsText(stated, _file!.Name))
            Find("the line says that it stands in another file: the file was copied or renamed");
        else if (file is null && _line == 1)
            CheckDay(root);

        if (names && root.TryGetProperty(ChainRecord.After, out var after) && after.ValueKind == JsonValueKind.String)
            After = new AuditFinding(_file!.Name, _line, after.GetString()!);
    }

    private bool NamesItself(ReadOnlySpan<byte> line, AuditLine read)
    {
        if (read.Event is not (ChainRecord.Opened or ChainRecord.Continued))
            return false;
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.TryGetProperty(ChainRecord.Algorithm, out var algorithm) && IsText(algorithm, "hmac-sha256")
            && root.TryGetProperty(ChainRecord.File, out var file) && IsText(file, _file!.Name)
            && (read.Event == ChainRecord.Continued || (root.TryGetProperty(ChainRecord.Chain, out var own) && IsText(own, chain)));
    }

    private static DateOnly? DayOf(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        while (reader.Read() && (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("time"u8))
                return reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? DateOnly.FromDateTime(time.UtcDateTime) : null;
        }

        return null;
    }

    /// <summary>Whether a moment is written as no version does that names files: those write six digits of a second.</summary>
    private static bool HasEarlierTime(JsonElement line) =>
        line.TryGetProperty("time", out var time) && time.ValueKind == JsonValueKind.String && time.GetString()!.Length != UtcTime.Length;

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    /// <summary>Of a file that does not say its name: whether it may have the day that it has.</summary>
    private void CheckDay(JsonElement line)
    {
        var day = _file!.Day;
        if (_file.Number == 1 && AuditFiles.DayOf(chain) != day)
            Find("the file's name says another day than the chain's beginning: it was renamed");
        else if (line.TryGetProperty("time", out var text) && text.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && DateOnly.FromDateTime(time.UtcDateTime) > day)
            Find("the line is of a later day than the file's name: the file was renamed, or an earlier version could not write its first line on that day");
    }

    private void Find(string problem) => _findings.Add(new AuditFinding(_file?.Name, _line, problem));
}
