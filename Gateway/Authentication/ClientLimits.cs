using System.Text.Json.Serialization;

namespace MctsAspire.Gateway.Authentication;

/// <summary>What a key's entry sets in place of the limits that hold for everybody; <see langword="null"/>: the common one holds.</summary>
internal sealed record ClientLimits
{
    /// <summary>The largest number of requests that a window may allow; each that is let in is kept as a time of eight bytes while its window lasts.</summary>
    public const int MostRequests = Protos.Rest.Limits.WindowRequests;

    /// <summary>The largest number of iterations or tokens that a day may allow.</summary>
    public const long MostUnits = Protos.Rest.Limits.DailyUnits;

    /// <summary>Nothing of its own.</summary>
    public static readonly ClientLimits Common = new();

    /// <summary>Whether every limit that is set is one that there may be.</summary>
    [JsonIgnore]
    public bool AreValid =>
        Fits(PerSecond, MostRequests) && Fits(PerMinute, MostRequests) && Fits(PerHour, MostRequests) && Fits(PerDay, MostRequests)
        && Fits(IterationsPerDay, MostUnits) && Fits(TokensPerDay, MostUnits);

    /// <summary>Requests in any second.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Requests in any minute.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Requests in any hour.</summary>
    public int? PerHour { get; init; }

    /// <summary>Requests in any day.</summary>
    public int? PerDay { get; init; }

    /// <summary>Iterations of searches in any day.</summary>
    public long? IterationsPerDay { get; init; }

    /// <summary>Tokens of language models in any day.</summary>
    public long? TokensPerDay { get; init; }

    private static bool Fits(long? limit, long most) => limit is null or >= 1 && limit.GetValueOrDefault() <= most;
}
