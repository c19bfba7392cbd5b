using System.Security.Cryptography;

namespace MctsAspire.Gateway.Audit;

/// <summary>Where a chain ends: what its next line goes on from.</summary>
/// <param name="File">Its newest file.</param>
/// <param name="Last">Its last whole line; <see langword="null"/>: it has none that is sound and sealed as it must be, and can't be gone on with.</param>
/// <param name="Torn">The bytes behind that line, which have no end: what a killed process left of another one.</param>
/// <param name="LacksEnd">Whether of the last line only its end is missing.</param>
internal sealed record ChainEnd(AuditFile File, AuditLine? Last, byte[] Torn, bool LacksEnd = false)
{
    /// <summary>More than this is never torn off at once.</summary>
    public const int MostTorn = 4 * 1024 * 1024;

    public string TornHash => Convert.ToHexStringLower(SHA256.HashData(Torn));

    /// <summary>Finds the end of a chain.</summary>
    /// <param name="newest">Its newest file.</param>
    /// <param name="seal">How its lines must be sealed.</param>
    public static ChainEnd Find(AuditFile newest, AuditSeal seal)
    {
        var (last, torn) = EndOf(newest.Path);
        if (IsSound(torn, seal))
            return new ChainEnd(newest, AuditLine.Read(torn), [], LacksEnd: true);
        // A file has whole lines from its beginning on: one without any was harmed.
        return new ChainEnd(newest, IsSound(last, seal) ? AuditLine.Read(last) : null, torn);
    }

    private static bool IsSound(ReadOnlySpan<byte> line, AuditSeal seal) => AuditLine.HasForm(line) && AuditLine.IsSealedBy(line, seal);

    /// <summary>The last line that has an end, sound or not, and what is behind it; no line: there is none in the file.</summary>
    private static (byte[]? Last, byte[] Torn) EndOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var from = Math.Max(0, file.Length - MostTorn);
        file.Position = from;
        var bytes = new byte[file.Length - from];
        file.ReadExactly(bytes);

        // A line with an end was written whole: whatever is wrong with it, it was not torn off.
        var end = bytes.AsSpan().LastIndexOf((byte)'\n');
        if (end < 0)
            return (from > 0 ? [] : null, bytes);
        var start = bytes.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return (bytes[start..end], bytes[(end + 1)..]);
    }
}
