using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Documentation;

/// <summary>What routes may fail with, by what they have in common. What one alone may fail with stands with the route.</summary>
internal static class RouteErrors
{
    private static readonly (ErrorCode, string) OurFault =
        (ErrorCode.Internal, "The service failed on this request. Its id, for the service's log, is 4bf92f3577b34da6a3ce929d0e0e4736.");

    private static readonly (ErrorCode, string) LimitReached = (ErrorCode.RateLimitExceeded, "The limit of 60 requests per minute (60 s) is reached; the next request is let in after 12 s.");

    private static readonly ErrorDescription BadRequest = new(
        StatusCodes.Status400BadRequest,
        "The request is not valid HTTP, or breaks a rule; the message names the field.",
        (ErrorCode.Validation, "query: must have 1 to 10000 characters"))
    {
        Name = nameof(BadRequest),
        MayPrecedePath = true,
    };

    private static readonly ErrorDescription NotHttp = new(
        StatusCodes.Status400BadRequest,
        "The request is not valid HTTP.",
        (ErrorCode.Validation, "The request is not valid HTTP, or ended before its body did."))
    {
        Name = nameof(NotHttp),
        MayPrecedePath = true,
    };

    private static readonly ErrorDescription Unauthorized = new(
        StatusCodes.Status401Unauthorized,
        "No key or token, or one that is wrong, expired or revoked.",
        (ErrorCode.Authentication, "The API key is not known."))
    {
        Name = nameof(Unauthorized),
        PrecedesLimits = true,
    };

    private static readonly ErrorDescription Forbidden = new(
        StatusCodes.Status403Forbidden,
        "The client is known, and may not do this.",
        (ErrorCode.Authorization, "This client may not do this."))
    {
        Name = nameof(Forbidden),
        PrecedesLimits = true,
    };

    private static readonly ErrorDescription NotFound = new(
        StatusCodes.Status404NotFound,
        "There is nothing under this name.",
        (ErrorCode.NotFound, "id: there is nothing of this name."))
    {
        Name = nameof(NotFound),
    };

    private static readonly ErrorDescription MethodNotAllowed = new(
        StatusCodes.Status405MethodNotAllowed,
        "The path was asked by a method that it does not take, or by one in other letters than its own; Allow names those that it takes.",
        (ErrorCode.MethodNotAllowed, "This route takes GET, HEAD."))
    {
        Name = nameof(MethodNotAllowed),
        PrecedesLimits = true,
    };

    private static readonly ErrorDescription TooSlow = new(
        StatusCodes.Status408RequestTimeout,
        "The request, or its body, arrived too slowly.",
        (ErrorCode.Timeout, "The request arrived too slowly."))
    {
        Name = nameof(TooSlow),
        MayPrecedePath = true,
    };

    private static readonly ErrorDescription TooLarge = new(
        StatusCodes.Status413PayloadTooLarge,
        "The body is too large.",
        (ErrorCode.PayloadTooLarge, "body: is larger than this route takes."))
    {
        Name = nameof(TooLarge),
    };

    private static readonly ErrorDescription AddressTooLong = new(
        StatusCodes.Status414UriTooLong,
        "The first line of the request is too long: its path and what stands behind the question mark.",
        (ErrorCode.Validation, "path: is too long; the first line of a request may have 8192 bytes."))
    {
        Name = nameof(AddressTooLong),
        MayPrecedePath = true,
        PrecedesLimits = true,
    };

    private static readonly ErrorDescription WrongType = new(
        StatusCodes.Status415UnsupportedMediaType,
        "The body is of a kind, or in an encoding, that the route does not take.",
        (ErrorCode.UnsupportedMediaType, "content-encoding: must be absent; send the body as it is."))
    {
        Name = nameof(WrongType),
    };

    private static readonly ErrorDescription TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "A rate limit is reached; ask again after Retry-After seconds.",
        LimitReached)
    {
        Name = nameof(TooMany),
    };

    private static readonly ErrorDescription TooManyOrSpent = new(
        StatusCodes.Status429TooManyRequests,
        "A rate limit is reached, a budget is spent, or the services behind have no room now; ask again after Retry-After seconds. Without Retry-After it does not pass by waiting.",
        LimitReached,
        (ErrorCode.BudgetExhausted, "The budget of the client is spent for this day."))
    {
        Name = nameof(TooManyOrSpent),
    };

    private static readonly ErrorDescription HeadersTooLarge = new(
        StatusCodes.Status431RequestHeaderFieldsTooLarge,
        "The headers are too many, or too long.",
        (ErrorCode.Validation, "headers: are too many or too long; at most 100 of 32768 bytes in all are read."))
    {
        Name = nameof(HeadersTooLarge),
        PrecedesLimits = true,
    };

    private static readonly ErrorDescription Failed = new(StatusCodes.Status500InternalServerError, "The service failed.", OurFault) { Name = nameof(Failed) };

    private static readonly ErrorDescription WorkFailed = new(
        StatusCodes.Status500InternalServerError,
        "The service, or one behind it, failed.",
        OurFault,
        (ErrorCode.Mcts, "The search failed."),
        (ErrorCode.Rag, "The documents could not be searched."),
        (ErrorCode.Configuration, "A setting of the service does not allow this."))
    {
        Name = nameof(WorkFailed),
    };

    private static readonly ErrorDescription Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "The service, or one behind it, can't serve now; ask again after Retry-After seconds.",
        (ErrorCode.ServiceUnavailable, "The service is not available; ask again soon."))
    {
        Name = nameof(Unavailable),
        MayPrecedePath = true,
    };

    private static readonly ErrorDescription TookTooLong = new(
        StatusCodes.Status504GatewayTimeout,
        "It took longer than allowed.",
        (ErrorCode.Timeout, "The request took longer than allowed."))
    {
        Name = nameof(TookTooLong),
    };

    /// <summary>The request contradicts what is stored or on its way.</summary>
    public static readonly ErrorDescription Conflict = new(
        StatusCodes.Status409Conflict,
        "The request contradicts what is stored or on its way.",
        (ErrorCode.Conflict, "thread_id: has 16 questions waiting already. Wait for their answers, or use another thread."))
    {
        Name = nameof(Conflict),
    };

    /// <summary>A language provider failed.</summary>
    public static readonly ErrorDescription LanguageFailed = new(
        StatusCodes.Status502BadGateway,
        "The language provider failed.",
        (ErrorCode.Llm, "The language provider could not answer."))
    {
        Name = nameof(LanguageFailed),
    };

    /// <summary>What a route may fail with, whatever it does.</summary>
    /// <param name="needsKey">Whether it asks who it is.</param>
    /// <param name="isForwarded">Whether it goes on to the Orchestrator, with whatever body it has.</param>
    /// <param name="takesBody">Whether it takes a body.</param>
    /// <param name="takesName">Whether a name stands in its path.</param>
    public static IEnumerable<ErrorDescription> Of(bool needsKey, bool isForwarded, bool takesBody, bool takesName)
    {
        yield return needsKey ? BadRequest : NotHttp;
        yield return MethodNotAllowed;
        yield return TooSlow;
        yield return AddressTooLong;
        yield return HeadersTooLarge;
        yield return isForwarded ? WorkFailed : Failed;
        yield return Unavailable;
        if (needsKey)
        {
            yield return Unauthorized;
            yield return Forbidden;
            yield return isForwarded ? TooManyOrSpent : TooMany;
        }

        if (takesName)
            yield return NotFound;
        if (takesBody || isForwarded)
        {
            yield return TooLarge;
            yield return WrongType;
        }

        if (isForwarded)
            yield return TookTooLong;
    }
}
