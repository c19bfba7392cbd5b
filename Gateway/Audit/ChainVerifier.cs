using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>Checks one chain line by line. After a line that is wrong it goes on from what that line says of itself, so that one change is one finding.</summary>
internal sealed class ChainVerifier(string chain, AuditSeal? secretSeal, bool allowsPlain, bool isWhole)
{
    private readonly List<AuditFinding> _findings = [];
    private readonly ArrayBufferWriter<byte> _torn = new();
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private AuditSeal? _seal;
    private bool _lacksSecret;
    private AuditLine? _before;
    private (string File, int Line) _tornAt;
    private string _file = "";
    private int _line;

    public IReadOnlyList<AuditFinding> Findings => _findings;

    /// <summary>The hashes of all sound lines.</summary>
    public IReadOnlySet<string> Hashes => _hashes;

    public AuditLine? Last => _before;

    public long Lines { get; private set; }

    public string? Algorithm => _seal?.Algorithm;

    /// <summary>Whether a line says which chain it belongs to.</summary>
    public bool IsNamed { get; private set; }

    public void Begin(string file) => (_file, _line) = (file, 0);

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="isEnded">Whether it has an end.</param>
    public void Read(ReadOnlySpan<byte> line, bool isEnded)
    {
        _line++;
        if (!AuditLine.HasForm(line) || !isEnded)
        {
            if (_torn.WrittenCount == 0)
                _tornAt = (_file, _line);
            // No record explains more, whatever somebody put there.
            if (_torn.WrittenCount > ChainEnd.MostTorn)
                return;
            _torn.Write(line);
            if (isEnded)
                _torn.Write("\n"u8);
            return;
        }

        Lines++;
        if (AuditLine.Read(line) is not { } read)
        {
            Find("the line was changed: it is not the JSON that it must be");
            _before = _before is null ? null : _before with { Sequence = _before.Sequence + 1, Hash = "" };
            return;
        }

        CheckTorn(line, read);
        CheckSeal(line, read);
        CheckPlace(read);
        if (read.Event == ChainRecord.Opened)
            CheckName(line);
        _before = read;
    }

    /// <summary>There are no more lines.</summary>
    public void End()
    {
        if (_torn.WrittenCount > 0)
            _findings.Add(new AuditFinding(_tornAt.File, _tornAt.Line, "the line is cut off. If the process that wrote it was killed, the next start of the Gateway closes the line off; else lines were taken away"));
    }

    private void CheckTorn(ReadOnlySpan<byte> line, AuditLine read)
    {
        if (_torn.WrittenCount == 0)
            return;
        var torn = _torn.WrittenSpan;
        if (read.Event != ChainRecord.Recovered || !Explains(line, torn))
            _findings.Add(new AuditFinding(_tornAt.File, _tornAt.Line, "the line was changed: it is no record, and was not torn off, which the next line would say"));
        _torn.ResetWrittenCount();
    }

    private static bool Explains(ReadOnlySpan<byte> line, ReadOnlySpan<byte> torn)
    {
        // Whoever harms a log may write such a line as well, without what belongs into it.
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        // Its end was put there together with this line.
        return torn.IndexOf((byte)'\n') == torn.Length - 1
            && document.RootElement.TryGetProperty("torn_bytes", out var bytes) && bytes.ValueKind == JsonValueKind.Number && bytes.TryGetInt32(out var length)
            && length == torn.Length - 1
            && document.RootElement.TryGetProperty("torn_sha256", out var hash) && hash.ValueKind == JsonValueKind.String
            && hash.ValueEquals(Convert.ToHexStringLower(SHA256.HashData(torn[..length])));
    }

    private void CheckSeal(ReadOnlySpan<byte> line, AuditLine read)
    {
        _seal ??= SealOf(line);
        if (_lacksSecret)
            return;
        if (_seal is null && secretSeal is null && read.Event == ChainRecord.Opened && line.IndexOf("\"hmac-sha256\""u8) >= 0)
        {
            _lacksSecret = true;
            Find("the chain is sealed with a secret: set Audit__Secret to check it");
            return;
        }

        if (_seal is not null && AuditLine.IsSealedBy(line, _seal))
            _hashes.Add(read.Hash);
        else
            Find("the line was changed: its hash does not fit it");
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
        if (_before is not { } before)
        {
            if (isWhole && (read.Sequence != 1 || read.Previous != AuditLine.None))
                Find($"the chain begins with line {read.Sequence}: those before it are missing");
            return;
        }

        var due = before.Sequence + 1;
        if (read.Sequence > due)
            Find(read.Sequence == due + 1 ? $"line {due} of the chain is missing before this one" : $"lines {due} to {read.Sequence - 1} of the chain are missing before this one");
        else if (read.Sequence < due)
            Find($"the line is out of its place: it is line {read.Sequence} of the chain, and {due} is due");
        else if (before.Hash.Length > 0 && read.Previous != before.Hash)
            Find("the line does not go on from the one before it: one of the two was put there or changed");
    }

    private void CheckName(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        // Earlier versions did not write it.
        if (!document.RootElement.TryGetProperty(ChainRecord.Chain, out var name))
            return;
        IsNamed = true;
        if (name.ValueKind != JsonValueKind.String || !name.ValueEquals(chain))
            Find("the line says that it belongs to another chain: the file was copied or renamed");
    }

    private void Find(string problem) => _findings.Add(new AuditFinding(_file, _line, problem));
}
