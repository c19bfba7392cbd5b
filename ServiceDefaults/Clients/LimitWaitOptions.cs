namespace MctsAspire.ServiceDefaults.Clients;

/// <summary>How long a client of the app waits where the app has it wait.</summary>
public sealed record LimitWaitOptions
{
    /// <summary>The longest single wait; who would have to wait for longer is told so at once.</summary>
    public required TimeSpan LongestWait { get; init; }

    /// <summary>All waits of one request together at most.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Whether work is given again after 503, though some of it may have been done: for work that does no harm when it is done twice. What only reads always is.</summary>
    public bool RepeatsWork { get; init; }

    /// <summary>What a report of a wait says beside its length; <see langword="null"/>: nothing.</summary>
    public string? Hint { get; init; }
}
