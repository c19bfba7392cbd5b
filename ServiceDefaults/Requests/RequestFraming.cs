using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>
/// Refuses a request where the end of the body can be read in two ways, and ends the connection, so that nothing which a proxy in front takes for the rest of a body is taken for a request here
/// (RFC 9112, section 6.3). The server asks only that the last coding of the transfer is <c>chunked</c>, and goes by it where a length stands beside it.
/// </summary>
internal static class RequestFraming
{
    private const string Chunked = "chunked";

    /// <summary>Stands where errors get their form already, and in front of what reads a body.</summary>
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var codings = headers.TransferEncoding;
        if (codings.Count == 0)
            return next(context);
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
        return context.WriteErrorAsync(failure);
    }
}
