using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>The body of every answer from 400 to 599 on the paths of the OpenAI-compatible API.</summary>
/// <param name="Error">The failure.</param>
public sealed record OpenAiErrorResponse(OpenAiError Error)
{
    /// <summary>The header by which OpenAI's clients are told not to send the request again by themselves.</summary>
    public const string RetryHeader = "x-should-retry";

    private const string ApiPath = "/v1";

    private static readonly SearchValues<char> FieldPath = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.[]");

    // The names that OpenAI's API has; the others are ours in small letters.
    private static readonly Dictionary<ErrorCode, string> Names = ErrorCode.All.ToDictionary(code => code, code => code.Name switch
    {
        "AUTHENTICATION_ERROR" => "invalid_api_key",
        "BUDGET_EXHAUSTED" => "insufficient_quota",
        var name => name.ToLowerInvariant(),
    });

    private static readonly Dictionary<string, ErrorCode> Codes = Names.ToDictionary(name => name.Value, name => name.Key, StringComparer.Ordinal);

    private const string ModelNotFound = "model_not_found";

    /// <summary>Whether the failures of a path have this form.</summary>
    /// <param name="path">The request's path.</param>
    public static bool IsFor(PathString path) => path.StartsWithSegments(ApiPath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the same request may do better later, without anybody's doing.</summary>
    /// <param name="code">What went wrong.</param>
    public static bool MayPass(ErrorCode code) => code != ErrorCode.Configuration && code != ErrorCode.BudgetExhausted;

    /// <summary>The code that stands in a body of this form; null: none of ours.</summary>
    /// <param name="body">The body.</param>
    public static ErrorCode? CodeOf(OpenAiErrorResponse? body) => body?.Error?.Code switch
    {
        null => null,
        ModelNotFound => ErrorCode.NotFound,
        var name => Codes.GetValueOrDefault(name),
    };

    /// <summary>Creates the body.</summary>
    /// <param name="code">What went wrong, for machines.</param>
    /// <param name="message">What went wrong, for people; it begins with the field's path and a colon when it is about one.</param>
    /// <param name="status">The HTTP status that it goes with; <see langword="null"/>: the code's own.</param>
    public static OpenAiErrorResponse Create(ErrorCode code, string message, int? status = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(message);
        var field = FieldOf(message);
        return new OpenAiErrorResponse(new OpenAiError
        {
            Message = message,
            Type = TypeOf(code, status ?? code.HttpStatus),
            Param = field,
            Code = code == ErrorCode.NotFound && field == "model" ? ModelNotFound : Names[code],
        });
    }

    private static string TypeOf(ErrorCode code, int status) => code.Name switch
    {
        "BUDGET_EXHAUSTED" => "insufficient_quota",
        "RATE_LIMIT_EXCEEDED" => "rate_limit_error",
        "AUTHENTICATION_ERROR" => "authentication_error",
        "AUTHORIZATION_ERROR" => "permission_error",
        _ => status < StatusCodes.Status500InternalServerError ? "invalid_request_error" : "server_error",
    };

    private static string? FieldOf(string message)
    {
        var end = message.IndexOf(": ", StringComparison.Ordinal);
        return end > 0 && message[0] is >= 'a' and <= 'z' && !message.AsSpan(0, end).ContainsAnyExcept(FieldPath) && !message.StartsWith("body:", StringComparison.Ordinal)
            ? message[..end]
            : null;
    }
}
