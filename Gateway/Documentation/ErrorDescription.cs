using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Documentation;

/// <summary>A status that a route may fail with, and what its bodies say then.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">When it comes.</param>
/// <param name="Examples">The codes that it comes with, each with a message.</param>
internal sealed record ErrorDescription(int Status, string Text, params (ErrorCode Code, string Message)[] Examples)
{
    public static readonly ErrorDescription BadRequest = new(
        StatusCodes.Status400BadRequest,
        "The request breaks a rule; the message names the field.",
        (ErrorCode.Validation, "query: must have 1 to 10000 characters"));

    public static readonly ErrorDescription NotHttp = new(
        StatusCodes.Status400BadRequest,
        "The request is not valid HTTP.",
        (ErrorCode.Validation, "The request is not valid HTTP, or ended before its body did."));

    public static readonly ErrorDescription Unauthorized = new(
        StatusCodes.Status401Unauthorized,
        "No key or token, or one that is wrong, expired or revoked.",
        (ErrorCode.Authentication, "The API key is not known."));

    public static readonly ErrorDescription Forbidden = new(
        StatusCodes.Status403Forbidden,
        "The client is known, and may not do this.",
        (ErrorCode.Authorization, "This client may not do this."));

    public static readonly ErrorDescription NotFound = new(
        StatusCodes.Status404NotFound,
        "There is nothing under this name.",
        (ErrorCode.NotFound, "id: there is nothing of this name."));

    public static readonly ErrorDescription Conflict = new(
        StatusCodes.Status409Conflict,
        "The request contradicts what is stored or on its way.",
        (ErrorCode.Conflict, "thread_id: has 16 questions waiting already. Wait for their answers, or use another thread."));

    public static readonly ErrorDescription TooLarge = new(
        StatusCodes.Status413PayloadTooLarge,
        "The body is too large.",
        (ErrorCode.PayloadTooLarge, "body: is larger than this route takes."));

    public static readonly ErrorDescription WrongType = new(
        StatusCodes.Status415UnsupportedMediaType,
        "The body is of a kind that the route does not take.",
        (ErrorCode.UnsupportedMediaType, "content-type: must be application/json."));

    public static readonly ErrorDescription TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "A rate limit is reached, a budget is spent, or the services behind have no room now; ask again after Retry-After seconds.",
        (ErrorCode.RateLimitExceeded, "The limit of 60 requests per minute is reached; ask again in 12 s."),
        (ErrorCode.BudgetExhausted, "The budget of the client is spent for this day."));

    public static readonly ErrorDescription Failed = new(
        StatusCodes.Status500InternalServerError,
        "The service failed.",
        (ErrorCode.Internal, "The service failed on this request. Its id, for the service's log, is 4bf92f3577b34da6a3ce929d0e0e4736."),
        (ErrorCode.Mcts, "The search failed."),
        (ErrorCode.Rag, "The documents could not be searched."),
        (ErrorCode.Configuration, "A setting of the service does not allow this."));

    public static readonly ErrorDescription LanguageFailed = new(
        StatusCodes.Status502BadGateway,
        "The language provider failed.",
        (ErrorCode.Llm, "The language provider could not answer."));

    public static readonly ErrorDescription Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "The service, or one behind it, can't serve now; ask again after Retry-After seconds.",
        (ErrorCode.ServiceUnavailable, "The service is not available; ask again soon."));

    public static readonly ErrorDescription TookTooLong = new(
        StatusCodes.Status504GatewayTimeout,
        "It took longer than allowed.",
        (ErrorCode.Timeout, "The request took longer than allowed."));

    private static readonly ErrorDescription[] Known =
        [BadRequest, Unauthorized, Forbidden, NotFound, Conflict, TooLarge, WrongType, TooMany, Failed, LanguageFailed, Unavailable, TookTooLong];

    /// <summary>What a status means on any route.</summary>
    /// <param name="status">A status from 400 to 599.</param>
    public static ErrorDescription ForStatus(int status) => Known.FirstOrDefault(known => known.Status == status)
        ?? new ErrorDescription(status, "The request can't be served as it was sent.", (ErrorCode.ForStatus(status), "The request can't be served as it was sent."));

    /// <summary>What a route may fail with that needs a key.</summary>
    /// <param name="takesBody">Whether it takes a body.</param>
    /// <param name="takesName">Whether a name stands in its path.</param>
    public static IEnumerable<ErrorDescription> For(bool takesBody, bool takesName)
    {
        yield return BadRequest;
        yield return Unauthorized;
        yield return Forbidden;
        if (takesName)
            yield return NotFound;
        if (takesBody)
        {
            yield return TooLarge;
            yield return WrongType;
        }

        yield return TooMany;
        yield return Failed;
        if (takesBody)
            yield return LanguageFailed;
        yield return Unavailable;
        yield return TookTooLong;
    }
}
