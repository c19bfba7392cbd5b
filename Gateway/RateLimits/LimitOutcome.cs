namespace MctsAspire.Gateway.RateLimits;

/// <summary>What became of requests that Redis was asked about. The numbers are those of the script.</summary>
internal enum LimitOutcome
{
    /// <summary>Each was decided, and those that were let in were counted.</summary>
    Counted = 1,

    /// <summary>Redis came to them when nobody waited any more; none was counted.</summary>
    TooLate = 2,

    /// <summary>Redis's data are not those that were known: they were deleted, or the server was started anew. None was counted.</summary>
    OtherData = 3,
}
