using System.Security.Cryptography;
using System.Text;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Audit;

/// <summary>Makes the hash of a line: SHA-256, or HMAC-SHA-256 when there is a secret.</summary>
internal sealed class AuditSeal(Secret? secret)
{
    private readonly byte[]? _key = secret is null ? null : Encoding.UTF8.GetBytes(secret.Reveal());

    /// <summary>What anybody can make.</summary>
    public static AuditSeal Plain { get; } = new(null);

    /// <summary>The name of the algorithm.</summary>
    public string Algorithm => _key is null ? "sha256" : "hmac-sha256";

    public bool IsPlain => _key is null;

    /// <summary>The hash of a line's bytes up to the hash itself.</summary>
    public void Make(ReadOnlySpan<byte> content, Span<byte> hash)
    {
        if (_key is null)
            SHA256.HashData(content, hash);
        else
            HMACSHA256.HashData(_key, content, hash);
    }
}
