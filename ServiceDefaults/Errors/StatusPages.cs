using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>Gives a bare error status, as routing sets it, the body that every error has.</summary>
internal static class StatusPages
{
    public static Task WriteAsync(StatusCodeContext statusCodeContext)
    {
        var context = statusCodeContext.HttpContext;
        var status = context.Response.StatusCode;
        // Wherever GET goes HEAD does, and no route names it.
        if (status == StatusCodes.Status405MethodNotAllowed && context.Response.Headers.Allow is { Count: 1 } allow && allow.ToString().Split(", ").Contains(HttpMethods.Get))
            context.Response.Headers.Allow = $"{allow}, {HttpMethods.Head}";
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
            return Task.CompletedTask;

        return context.WriteErrorAsync(status, ErrorCode.ForStatus(status), Describe(status, context));
    }

    private static string Describe(int status, HttpContext context) => status switch
    {
        StatusCodes.Status401Unauthorized => "Send an API key in the X-API-Key header.",
        StatusCodes.Status403Forbidden => "This caller may not do this.",
        StatusCodes.Status404NotFound => "There is no such route.",
        StatusCodes.Status405MethodNotAllowed => $"This route takes {context.Response.Headers.Allow}.",
        StatusCodes.Status413PayloadTooLarge => "body: is larger than this route takes.",
        StatusCodes.Status415UnsupportedMediaType => "content-type: is one that this route does not take.",
        StatusCodes.Status429TooManyRequests => "Too many requests; wait and ask again.",
        StatusCodes.Status503ServiceUnavailable => "The service is not available; ask again soon.",
        >= StatusCodes.Status500InternalServerError => "The service failed on this request.",
        _ => "The request can't be served as it was sent.",
    };
}
