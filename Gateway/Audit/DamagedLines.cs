using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>Lines behind one another that have no record's form: one that was torn off when a process was killed, which the line behind it explains, or any number that were changed.</summary>
internal sealed class DamagedLines
{
    private readonly ArrayBufferWriter<byte> _torn = new();
    private int _returns;
    private bool _isEnded;

    /// <summary>The number of the first one in its file.</summary>
    public int First { get; private set; }

    public int Count { get; private set; }

    /// <summary>Whether it is one line without an end, as a killed process leaves it until the next one starts.</summary>
    public bool IsCutOff => Count == 1 && !_isEnded;

    /// <summary>What was done to them.</summary>
    public string Problem
    {
        get
        {
            var reason = _returns == Count ? "; what was a line feed at the end is a carriage return and a line feed" : "";
            return Count == 1
                ? $"the line was changed: it is no record, and was not torn off, which the next line would say{reason}"
                : $"lines {First} to {First + Count - 1} were changed: they are no records{reason}";
        }
    }

    public void Add(int number, ReadOnlySpan<byte> line, bool isEnded)
    {
        if (Count++ == 0)
        {
            First = number;
            _torn.Write(line);
        }

        _isEnded = isEnded;
        if (isEnded && line.EndsWith("\r"u8))
            _returns++;
    }

    /// <summary>Whether a line says of them that they were torn off. Whoever harms a log may write such a line as well, without what belongs into it.</summary>
    public bool AreExplainedBy(ReadOnlySpan<byte> line)
    {
        var torn = _torn.WrittenSpan;
        var reader = new Utf8JsonReader(line);
        using var document = JsonDocument.ParseValue(ref reader);
        // Its end was put there together with that line.
        return Count == 1 && _isEnded
            && document.RootElement.TryGetProperty("torn_bytes", out var bytes) && bytes.ValueKind == JsonValueKind.Number && bytes.TryGetInt32(out var length)
            && length == torn.Length
            && document.RootElement.TryGetProperty("torn_sha256", out var hash) && hash.ValueKind == JsonValueKind.String
            && hash.ValueEquals(Convert.ToHexStringLower(SHA256.HashData(torn)));
    }

    public void Clear()
    {
        _torn.ResetWrittenCount();
        (First, Count, _returns) = (0, 0, 0);
    }
}
