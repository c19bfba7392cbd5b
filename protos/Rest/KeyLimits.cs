using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>What a key sets in place of the limits that hold for everybody; what is absent holds as for everybody.</summary>
public sealed record KeyLimits
{
    /// <summary>Requests in any second.</summary>
    [Range(1, Limits.WindowRequests)]
    public int? PerSecond { get; init; }

    /// <summary>Requests in any minute.</summary>
    [Range(1, Limits.WindowRequests)]
    public int? PerMinute { get; init; }

    /// <summary>Requests in any hour.</summary>
    [Range(1, Limits.WindowRequests)]
    public int? PerHour { get; init; }

    /// <summary>Requests in any day.</summary>
    [Range(1, Limits.WindowRequests)]
    public int? PerDay { get; init; }

    /// <summary>Iterations of searches in any day.</summary>
    [Range(1L, Limits.DailyUnits)]
    public long? IterationsPerDay { get; init; }

    /// <summary>Tokens of language models in any day.</summary>
    [Range(1L, Limits.DailyUnits)]
    public long? TokensPerDay { get; init; }
}
