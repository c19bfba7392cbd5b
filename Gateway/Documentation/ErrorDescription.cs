using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Documentation;

/// <summary>A status that a route may fail with, and what its bodies say then.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">When it comes.</param>
/// <param name="Examples">The codes that it comes with, each with a message.</param>
internal sealed record ErrorDescription(int Status, string Text, params (ErrorCode Code, string Message)[] Examples)
{
    /// <summary>What the answer is called where routes share its description; <see langword="null"/>: it is one route's own.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether the server may give it before it has read the path, which says what form errors have there: to a connection that is one too many, or to a request that breaks off or is
    /// broken before.
    /// </summary>
    public bool MayPrecedePath { get; init; }

    /// <summary>Whether it never comes later than the look at the client's limits, and so says nothing of them.</summary>
    public bool PrecedesLimits { get; init; }
}
