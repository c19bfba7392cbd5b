using System.Globalization;
using System.Text;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>The whole answer to a request that the application never saw, as it goes over the wire; the connection closes after it.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Id">The request's id, under which the log knows it.</param>
internal sealed record RefusalAnswer(byte[] Bytes, string Id)
{
    /// <summary>Writes an answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">What went wrong, for machines.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="now">When.</param>
    /// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: never.</param>
    /// <param name="allow">The methods that are allowed; <see langword="null"/>: that is not the matter.</param>
    /// <param name="path">The path that was asked for, as far as it was read: under that of OpenAI's API the body has its form.</param>
    /// <param name="hasBody">Whether the body is sent: none is for HEAD.</param>
    public static RefusalAnswer Create(int status, ErrorCode code, string message, DateTimeOffset now, TimeSpan? retryAfter = null, string? allow = null, string? path = null, bool hasBody = true)
    {
        var id = RequestCorrelation.Create();
        var body = path is ['/', ..] && OpenAiErrorResponse.IsFor(path)
            ? JsonSerializer.SerializeToUtf8Bytes(OpenAiErrorResponse.Create(code, message, status), StrictJson.Options)
            : JsonSerializer.SerializeToUtf8Bytes(ErrorResponse.Create(code, message, now), StrictJson.Options);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}
            Content-Length: {body.Length}
            Content-Type: application/json
            Connection: close
            Date: {now:R}
            Cache-Control: no-store
            X-Content-Type-Options: nosniff
            {RequestCorrelation.HeaderName}: {id}

            """).ReplaceLineEndings("\r\n");
        if (retryAfter is { } wait)
            head += string.Create(CultureInfo.InvariantCulture, $"Retry-After: {Math.Ceiling(wait.TotalSeconds):0}\r\n");
        if (allow is not null)
            head += $"Allow: {allow}\r\n";
        return new RefusalAnswer([.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. hasBody ? body : []], id);
    }
}
