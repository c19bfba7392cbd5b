using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Protos.Rest;

namespace MctsAspire.Gateway.Authentication.Administration;

/// <summary>Keys as the REST API shows and takes them.</summary>
internal static class KeyDescription
{
    public static KeyInfo Describe(KeyEntry entry, DateTimeOffset now) => new()
    {
        Id = entry.Key.Id,
        ClientId = entry.Key.ClientId,
        Roles = entry.Key.Roles,
        Status = StatusOf(entry.StateAt(now)),
        Source = entry.IsConfigured ? "configuration" : "store",
        CreatedAt = entry.IsConfigured ? null : entry.Key.CreatedAt,
        ExpiresAt = entry.Key.ExpiresAt,
        LastUsedAt = entry.Use.LastUsed,
        RevokedAt = entry.Key.RevokedAt,
        Limits = entry.Key.Limits is { } limits && limits != ClientLimits.Common ? Describe(limits) : null,
        Note = entry.Key.Note,
    };

    public static KeyInfo Describe(NewKey key, DateTimeOffset now) => Describe(new KeyEntry(key.Stored, new KeyUse()), now);

    public static ClientLimits Read(KeyLimits? limits) => limits is null ? ClientLimits.Common : new ClientLimits
    {
        PerSecond = limits.PerSecond,
        PerMinute = limits.PerMinute,
        PerHour = limits.PerHour,
        PerDay = limits.PerDay,
        IterationsPerDay = limits.IterationsPerDay,
        TokensPerDay = limits.TokensPerDay,
    };

    public static string StatusOf(KeyState state) => state switch
    {
        KeyState.Revoked => "revoked",
        KeyState.Expired => "expired",
        _ => "active",
    };

    private static KeyLimits Describe(ClientLimits limits) => new()
    {
        PerSecond = limits.PerSecond,
        PerMinute = limits.PerMinute,
        PerHour = limits.PerHour,
        PerDay = limits.PerDay,
        IterationsPerDay = limits.IterationsPerDay,
        TokensPerDay = limits.TokensPerDay,
    };
}
