using System.Globalization;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>Writes <see cref="ErrorResponse"/> bodies.</summary>
public static class ErrorResponseExtensions
{
    private static readonly object ErrorCodeItem = new();

    /// <summary>Answers with the failure: its status, its <c>Retry-After</c> and its <see cref="ErrorResponse"/>.</summary>
    /// <param name="context">The request to answer; nothing of the response may have been sent.</param>
    /// <param name="failure">What went wrong.</param>
    public static Task WriteErrorAsync(this HttpContext context, FrameworkException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return context.WriteErrorAsync(failure.Code.HttpStatus, failure.Code, failure.Message, failure.RetryAfter);
    }

    /// <summary>Answers with an <see cref="ErrorResponse"/>, or an <see cref="OpenAiErrorResponse"/> where the path is that API's, under a status of its own.</summary>
    /// <param name="context">The request to answer; nothing of the response may have been sent.</param>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">What went wrong, for machines.</param>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="retryAfter">When asking again makes sense; <see langword="null"/>: unknown or never.</param>
    public static Task WriteErrorAsync(this HttpContext context, int status, ErrorCode code, string message, TimeSpan? retryAfter = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        context.Items[ErrorCodeItem] = code;
        var body = Body(context, status, code, message);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static byte[] Body(HttpContext context, int status, ErrorCode code, string message)
    {
        if (OpenAiErrorResponse.IsFor(context.Request.Path))
        {
            if (!OpenAiErrorResponse.MayPass(code))
                context.Response.Headers[OpenAiErrorResponse.RetryHeader] = "false";
            return JsonSerializer.SerializeToUtf8Bytes(OpenAiErrorResponse.Create(code, message, status), StrictJson.Options);
        }

        var time = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        return JsonSerializer.SerializeToUtf8Bytes(ErrorResponse.Create(code, message, time.GetUtcNow()), StrictJson.Options);
    }

    /// <summary>The code that the request was answered with, or <see langword="null"/> when it did not fail.</summary>
    /// <param name="context">The request.</param>
    public static ErrorCode? AnsweredError(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(ErrorCodeItem, out var code) ? code as ErrorCode : null;
    }
}
