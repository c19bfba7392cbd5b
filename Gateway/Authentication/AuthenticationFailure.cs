namespace MctsAspire.Gateway.Authentication;

/// <summary>Why somebody is not let in. It stands among the features of the request.</summary>
/// <param name="Message">For the client.</param>
/// <param name="IsGuess">Whether whoever sent it may be guessing; who holds a key that has expired is not.</param>
internal sealed record AuthenticationFailure(string Message, bool IsGuess = false)
{
    public static readonly AuthenticationFailure NothingSent =
        new("Send an API key in the X-API-Key header, or one that begins with mcts_ as a bearer token.") { IsNothing = true };

    public static readonly AuthenticationFailure UnknownKey = new("The API key is not known.", IsGuess: true);

    public static readonly AuthenticationFailure TokensNotAccepted =
        new("The bearer token is not an API key, which begins with mcts_, and other tokens are not accepted here: no issuer is configured (Jwt__Issuer).", IsGuess: true);

    public static readonly AuthenticationFailure OtherScheme = Malformed("The Authorization header is of another scheme than Bearer; send a key or a token behind that word, or a key in the X-API-Key header.");

    /// <summary>Whether nothing was sent that could be wrong.</summary>
    public bool IsNothing { get; private init; }

    /// <summary>The id of the key that was presented, where it is known.</summary>
    public string? KeyId { get; init; }

    /// <summary>For one who failed too often: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it is the Gateway that can't tell, rather than the client that is wrong.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Whether it can't be told what was meant, so that nothing was looked up.</summary>
    public bool IsMalformed { get; private init; }

    public static AuthenticationFailure SentTwice(string header) => Malformed($"The {header} header was sent twice or more; send it once.");

    public static AuthenticationFailure Empty(string header, string advice) => Malformed($"The {header} header is empty; {advice}.");

    public static AuthenticationFailure Expired(string keyId) => new("The API key has expired; ask for another one.") { KeyId = keyId };

    public static AuthenticationFailure Revoked(string keyId) => new("The API key was revoked.") { KeyId = keyId };

    public static AuthenticationFailure TooMany(TimeSpan retryAfter) =>
        new("Too many failed attempts to authenticate came from this address; wait before the next one. A key that was in use from here before goes on working.") { RetryAfter = retryAfter };

    private static AuthenticationFailure Malformed(string message) => new(message) { IsMalformed = true };

    /// <summary>Why the request of a context was not let in; <see langword="null"/>: it was, or did not have to be.</summary>
    public static AuthenticationFailure? Of(HttpContext context) => context.Features.Get<AuthenticationFailure>();
}
