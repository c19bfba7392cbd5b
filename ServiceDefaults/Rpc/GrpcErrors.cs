using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.ServiceDefaults.Rpc;

/// <summary>Takes failures over gRPC: status and message as gRPC has them, and in trailers what gRPC's few statuses can't tell apart.</summary>
internal static class GrpcErrors
{
    // Codes of RFC 9113, section 7.
    private const long Http2NoError = 0x0;
    private const long Http2InternalError = 0x2;

    public const string CodeTrailer = "error-code";
    public const string FieldTrailer = "error-field-bin";
    public const string RetryAfterTrailer = "retry-after-ms";
    public const string LlmKindTrailer = "llm-error-kind";

    public static StatusCode StatusOf(ErrorCode code) => code.Name switch
    {
        "VALIDATION_ERROR" or "UNSUPPORTED_MEDIA_TYPE" or "METHOD_NOT_ALLOWED" => StatusCode.InvalidArgument,
        "AUTHENTICATION_ERROR" => StatusCode.Unauthenticated,
        "AUTHORIZATION_ERROR" => StatusCode.PermissionDenied,
        "NOT_FOUND" => StatusCode.NotFound,
        "CONFLICT" => StatusCode.Aborted,
        "PAYLOAD_TOO_LARGE" or "RATE_LIMIT_EXCEEDED" or "BUDGET_EXHAUSTED" => StatusCode.ResourceExhausted,
        "LLM_ERROR" or "SERVICE_UNAVAILABLE" => StatusCode.Unavailable,
        "CONFIGURATION_ERROR" => StatusCode.FailedPrecondition,
        "TIMEOUT" => StatusCode.DeadlineExceeded,
        _ => StatusCode.Internal,
    };

    public static RpcException ToRpc(FrameworkException failure)
    {
        var trailers = new Metadata { { CodeTrailer, failure.Code.Name } };
        if (failure is ValidationException validation)
            trailers.Add(FieldTrailer, System.Text.Encoding.UTF8.GetBytes(validation.Field));
        if (failure.RetryAfter is { } wait)
            trailers.Add(RetryAfterTrailer, ((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        if (failure is LlmException llm)
            trailers.Add(LlmKindTrailer, JsonNamingPolicy.SnakeCaseLower.ConvertName(llm.Kind.ToString()));
        return new RpcException(new Status(StatusOf(failure.Code), failure.Message), trailers);
    }

    /// <summary>What the caller of another service gets to see of its failure.</summary>
    /// <param name="exception">The failure as gRPC brought it.</param>
    /// <param name="service">The other service's name.</param>
    /// <param name="cancellation">The caller's own reason to stop.</param>
    public static Exception FromRpc(RpcException exception, string service, CancellationToken cancellation)
    {
        if (exception.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
            return new OperationCanceledException(exception.Message, exception, cancellation);

        var detail = exception.Status.Detail ?? "";
        var wait = RetryAfter(exception.Trailers);
        return ErrorCode.Find(Value(exception.Trailers, CodeTrailer))?.Name switch
        {
            "VALIDATION_ERROR" => Validation(Field(exception.Trailers), detail, exception),
            "UNSUPPORTED_MEDIA_TYPE" => new UnsupportedMediaTypeException(detail, exception),
            "AUTHENTICATION_ERROR" => new AuthenticationException(detail, exception),
            "AUTHORIZATION_ERROR" => new AuthorizationException(detail, exception),
            "NOT_FOUND" => new NotFoundException(detail, exception),
            "CONFLICT" => new ConflictException(detail, exception),
            "PAYLOAD_TOO_LARGE" => new PayloadTooLargeException(detail, exception),
            "RATE_LIMIT_EXCEEDED" => new RateLimitException(detail, wait, exception),
            "BUDGET_EXHAUSTED" => new BudgetException(detail, wait, exception),
            "LLM_ERROR" => new LlmException(detail, wait, exception, LlmKind(exception.Trailers)),
            "MCTS_ERROR" => new MctsException(detail, exception),
            "RAG_ERROR" => new RagException(detail, exception),
            "CONFIGURATION_ERROR" => new ConfigurationException(detail, exception),
            "SERVICE_UNAVAILABLE" => new ServiceUnavailableException(detail, wait, exception),
            "TIMEOUT" => new OperationTimeoutException(detail, exception),
            "INTERNAL_ERROR" => new InternalErrorException(detail, exception),
            _ => FromStatus(exception, service, wait),
        };
    }

    /// <summary>A failure that gRPC itself found: its text is about the transport and stays inside.</summary>
    private static FrameworkException FromStatus(RpcException exception, string service, TimeSpan? wait) => exception.StatusCode switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => new ValidationException("request", exception.Status.Detail, exception),
        StatusCode.Unauthenticated => new AuthenticationException($"The {service} service wants other credentials.", exception),
        StatusCode.PermissionDenied => new AuthorizationException($"The {service} service does not allow this.", exception),
        StatusCode.NotFound => new NotFoundException(exception.Status.Detail, exception),
        StatusCode.Aborted or StatusCode.AlreadyExists => new ConflictException(exception.Status.Detail, exception),
        StatusCode.ResourceExhausted => new PayloadTooLargeException($"A message to or from the {service} service is too large.", exception),
        StatusCode.FailedPrecondition => new ConfigurationException(exception.Status.Detail, exception),
        StatusCode.DeadlineExceeded => new OperationTimeoutException($"The {service} service did not answer in time.", exception),
        // Cancelled from the other side: it is stopping.
        StatusCode.Unavailable or StatusCode.Cancelled =>
            new ServiceUnavailableException($"The {service} service can't be reached; ask again soon.", wait, exception),
        StatusCode.Internal when IsGoingAway(exception.Status.DebugException) =>
            new ServiceUnavailableException($"The {service} service ended the connection; ask again soon.", wait, exception),
        _ => new InternalErrorException($"The {service} service failed on this request.", exception),
    };

    // A server that stops ends its connections so when it has no time left for a farewell.
    private static bool IsGoingAway(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException { ErrorCode: Http2NoError or Http2InternalError })
                return true;
        }

        return false;
    }

    // The detail names the field, for callers that know nothing of the trailer.
    private static ValidationException Validation(string field, string detail, RpcException exception) =>
        new(field, detail.StartsWith($"{field}: ", StringComparison.Ordinal) ? detail[(field.Length + 2)..] : detail, exception);

    private static string Field(Metadata trailers) =>
        trailers.GetValueBytes(FieldTrailer) is { } field ? System.Text.Encoding.UTF8.GetString(field) : "request";

    private static LlmErrorKind LlmKind(Metadata trailers) =>
        Enum.TryParse<LlmErrorKind>(Value(trailers, LlmKindTrailer)?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind
            : LlmErrorKind.Unavailable;

    private static string? Value(Metadata trailers, string key) => trailers.GetValue(key);

    private static TimeSpan? RetryAfter(Metadata trailers) =>
        long.TryParse(Value(trailers, RetryAfterTrailer), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= int.MaxValue
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
