namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>What went wrong, as a machine reads it: the <c>error_code</c> of an <see cref="ErrorResponse"/>, with its HTTP status.</summary>
public sealed class ErrorCode
{
    private const string ErrorSuffix = "_ERROR";

    /// <summary>A request that breaks a rule; its message names the field. HTTP 400.</summary>
    public static readonly ErrorCode Validation = new("VALIDATION_ERROR", 400);

    /// <summary>No key or a wrong one. HTTP 401.</summary>
    public static readonly ErrorCode Authentication = new("AUTHENTICATION_ERROR", 401);

    /// <summary>A known caller who may not do this. HTTP 403.</summary>
    public static readonly ErrorCode Authorization = new("AUTHORIZATION_ERROR", 403);

    /// <summary>Nothing is there under this name. HTTP 404.</summary>
    public static readonly ErrorCode NotFound = new("NOT_FOUND", 404);

    /// <summary>The route is there, but not for this method. HTTP 405.</summary>
    public static readonly ErrorCode MethodNotAllowed = new("METHOD_NOT_ALLOWED", 405);

    /// <summary>The request contradicts what is stored or running. HTTP 409.</summary>
    public static readonly ErrorCode Conflict = new("CONFLICT", 409);

    /// <summary>The body or one of its parts is too large. HTTP 413.</summary>
    public static readonly ErrorCode PayloadTooLarge = new("PAYLOAD_TOO_LARGE", 413);

    /// <summary>The body is of a kind that this route does not take. HTTP 415.</summary>
    public static readonly ErrorCode UnsupportedMediaType = new("UNSUPPORTED_MEDIA_TYPE", 415);

    /// <summary>The caller asked too often. HTTP 429.</summary>
    public static readonly ErrorCode RateLimitExceeded = new("RATE_LIMIT_EXCEEDED", 429);

    /// <summary>The money or the tokens set aside are spent. HTTP 429.</summary>
    public static readonly ErrorCode BudgetExhausted = new("BUDGET_EXHAUSTED", 429);

    /// <summary>Whatever has no code of its own. HTTP 500.</summary>
    public static readonly ErrorCode Internal = new("INTERNAL_ERROR", 500);

    /// <summary>A search failed. HTTP 500.</summary>
    public static readonly ErrorCode Mcts = new("MCTS_ERROR", 500);

    /// <summary>Retrieval failed. HTTP 500.</summary>
    public static readonly ErrorCode Rag = new("RAG_ERROR", 500);

    /// <summary>A setting does not allow what was asked. HTTP 500.</summary>
    public static readonly ErrorCode Configuration = new("CONFIGURATION_ERROR", 500);

    /// <summary>A language provider failed. HTTP 502.</summary>
    public static readonly ErrorCode Llm = new("LLM_ERROR", 502);

    /// <summary>A service behind this one can't be reached. HTTP 503.</summary>
    public static readonly ErrorCode ServiceUnavailable = new("SERVICE_UNAVAILABLE", 503);

    /// <summary>It took longer than allowed. HTTP 504.</summary>
    public static readonly ErrorCode Timeout = new("TIMEOUT", 504);

    private static readonly Dictionary<string, ErrorCode> ByName = new ErrorCode[]
    {
        Validation, Authentication, Authorization, NotFound, MethodNotAllowed, Conflict, PayloadTooLarge, UnsupportedMediaType,
        RateLimitExceeded, BudgetExhausted, Internal, Mcts, Rag, Configuration, Llm, ServiceUnavailable, Timeout,
    }.ToDictionary(code => code.Name, StringComparer.Ordinal);

    private ErrorCode(string name, int httpStatus)
    {
        Name = name;
        ShortName = (name.EndsWith(ErrorSuffix, StringComparison.Ordinal) ? name[..^ErrorSuffix.Length] : name).ToLowerInvariant();
        HttpStatus = httpStatus;
    }

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<ErrorCode> All => ByName.Values;

    /// <summary>The code on the wire, as <c>VALIDATION_ERROR</c>.</summary>
    public string Name { get; }

    /// <summary>The code as metrics call it, in small letters and without <c>_error</c>, as <c>validation</c>.</summary>
    public string ShortName { get; }

    /// <summary>The HTTP status that goes with it.</summary>
    public int HttpStatus { get; }

    /// <summary>The code of that name on the wire, or <see langword="null"/>.</summary>
    /// <param name="name">A name as <c>VALIDATION_ERROR</c>.</param>
    public static ErrorCode? Find(string? name) => name is not null && ByName.TryGetValue(name, out var code) ? code : null;

    /// <summary>The code that describes a bare HTTP status best.</summary>
    /// <param name="httpStatus">A status from 400 to 599.</param>
    public static ErrorCode ForStatus(int httpStatus) => httpStatus switch
    {
        401 => Authentication,
        403 => Authorization,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 or 504 => Timeout,
        409 => Conflict,
        413 => PayloadTooLarge,
        415 => UnsupportedMediaType,
        429 => RateLimitExceeded,
        502 or 503 => ServiceUnavailable,
        >= 500 => Internal,
        _ => Validation,
    };

    /// <summary>The code's name.</summary>
    public override string ToString() => Name;
}
