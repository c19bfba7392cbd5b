using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>
/// Refuses a request where the end of the body can be read in two ways, and ends the connection, so that nothing which a proxy in front takes for the rest of a body is taken for a request here
/// (RFC 9112, section 6.3). The server asks only that the last coding of the transfer is <c>chunked</c>, and goes by it where a length stands beside it.
/// </summary>
internal static class RequestFraming
{
    private const string Chunked = "chunked";

    // By itself the server takes a line feed alone for the end of a header too, where another server may take it for a part of the value.
    private const string RefusesBareLineFeeds = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>Has the server take lines only as HTTP ends them. To be called before the process makes its first server.</summary>
    public static void RequireWholeLineEnds() => AppContext.SetSwitch(RefusesBareLineFeeds, isEnabled: true);

    /// <summary>Stands where errors get their form already, and in front of what reads a body.</summary>
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var codings = headers.TransferEncoding;
        if (codings.Count == 0)
            return next(context);
        // Whoever speaks HTTP/1.0 knows of no codings and ends the body elsewhere (RFC 9112, section 6.1).
        if (HttpProtocol.IsHttp10(context.Request.Protocol))
            return RefuseAsync(context, new ValidationException("transfer-encoding", "is no part of HTTP/1.0; send content-length, or HTTP/1.1"));
        if (codings.Count > 1 || !string.Equals(codings[0], Chunked, StringComparison.OrdinalIgnoreCase))
            return RefuseAsync(context, new ValidationException("transfer-encoding", "must be chunked, once and with no other coding"));
        return HasLength(headers)
            ? RefuseAsync(context, new ValidationException("content-length", "is sent beside transfer-encoding; send one of them"))
            : next(context);
    }

    // The server has moved the length out of the way, to this name. A request with a header of this name of its own does not come here.
    private static bool HasLength(IHeaderDictionary headers) => headers.ContainsKey(LengthEncoding.MovedLength);

    private static Task RefuseAsync(HttpContext context, ValidationException failure)
    {
        var headers = context.Response.Headers;
        headers.Connection = "close";
        headers.XContentTypeOptions = "nosniff";
        var refusal = new Refusal(Refusal.MethodName(context.Request.Method), failure.Code.HttpStatus, failure.Code, context.TraceIdentifier, context.Connection.RemoteIpAddress);
        foreach (var recorder in context.RequestServices.GetServices<IRefusalRecorder>())
            recorder.Record(refusal);
        return context.WriteErrorAsync(failure);
    }
}
