using System.Buffers.Text;
using System.Security.Cryptography;

namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>A key that was just made: the only time that its text is there.</summary>
/// <param name="Text">The key.</param>
/// <param name="Stored">What is kept of it.</param>
internal sealed record NewKey(string Text, StoredKey Stored)
{
    private const int RandomBytes = 32;
    private const int IdDigits = 16;

    /// <summary>Makes a key of 256 random bits.</summary>
    public static NewKey Create(string clientId, IReadOnlyList<string> roles, ClientLimits limits, DateTimeOffset? expiresAt, string? note, DateTimeOffset now)
    {
        var text = PresentedKey.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeySnapshot.Hash(text, hash);
        return new NewKey(text, new StoredKey
        {
            Id = $"key_{RandomNumberGenerator.GetHexString(IdDigits, lowercase: true)}",
            Hash = Convert.ToHexStringLower(hash),
            ClientId = clientId,
            Roles = roles,
            Limits = limits == ClientLimits.Common ? null : limits,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            Note = note,
        });
    }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"NewKey({Stored.Id})";
}
