namespace MctsAspire.Gateway.Authentication.Keys;

/// <summary>A key as it is kept: all but the key itself.</summary>
internal sealed record StoredKey
{
    /// <summary>Its name, as <c>key_0123456789abcdef</c>; not secret.</summary>
    public required string Id { get; init; }

    /// <summary>The SHA-256 hash of the key, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose key it is.</summary>
    public required string ClientId { get; init; }

    /// <summary>What its client may do: <c>user</c>, <c>admin</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>What it sets in place of the common limits.</summary>
    public ClientLimits? Limits { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops by itself; <see langword="null"/>: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked; <see langword="null"/>: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    public string? Note { get; init; }
}
