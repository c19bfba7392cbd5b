namespace MctsAspire.Gateway.Authentication;

/// <summary>What a key's entry sets in place of the limits that hold for everybody; <see langword="null"/>: the common one holds.</summary>
internal sealed record ClientLimits
{
    /// <summary>The largest number of requests that a window may allow; each that is let in is kept as a time of eight bytes while its window lasts.</summary>
    public const int MostRequests = 10_000_000;

    /// <summary>The largest number of iterations or tokens that a day may allow.</summary>
    public const long MostUnits = 1_000_000_000_000;

    /// <summary>Nothing of its own.</summary>
    public static readonly ClientLimits Common = new();

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
}
