namespace MctsAspire.Protos.Rest;

/// <summary>What a client has asked for, and what it may: the answer of <c>GET /stats</c>.</summary>
public sealed record ClientStats
{
    /// <summary>The client's name, as <c>client_0</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the client may do.</summary>
    public required IReadOnlyCollection<string> Roles { get; init; }

    /// <summary>Requests that were let in during the last 24 hours, this one included.</summary>
    public required int TotalRequestsToday { get; init; }

    /// <summary>Requests that were let in during the last hour, this one included.</summary>
    public required int RequestsLastHour { get; init; }

    /// <summary>Requests that were let in during the last minute, this one included.</summary>
    public required int RequestsLastMinute { get; init; }

    /// <summary>The most requests of each window.</summary>
    public required ClientRateLimits RateLimits { get; init; }
}
