using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>An API key, without the key itself, which nobody has but its holder.</summary>
public sealed record KeyInfo
{
    /// <summary>The key's name; not secret.</summary>
    public required string Id { get; init; }

    /// <summary>Whose key it is.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the client may do.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary><c>active</c>, <c>expired</c> or <c>revoked</c>.</summary>
    [AllowedValues("active", "expired", "revoked")]
    public required string Status { get; init; }

    /// <summary><c>store</c>, or <c>configuration</c> for a key that settings name; such a one is changed there.</summary>
    [AllowedValues("store", "configuration")]
    public required string Source { get; init; }

    /// <summary>When it was made, in UTC; absent for one of the configuration.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it stops by itself, in UTC; absent: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, in UTC and to the second; absent: never, as far as this Gateway knows. Other Gateways tell with a delay of some seconds.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked, in UTC; absent: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Limits of its own.</summary>
    public KeyLimits? Limits { get; init; }

    /// <summary>What the key is for.</summary>
    public string? Note { get; init; }
}
