using System.Buffers;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Gateway.Security;

/// <summary>Refuses the question of a browser that no browser asks: the names of headers go back to it as they are, and what no header can hold would break off the answer.</summary>
internal static class PreflightCheck
{
    private static readonly SearchValues<char> NamesAndSeparators = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ, \t");

    public static Task Check(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);
        foreach (var names in context.Request.Headers.AccessControlRequestHeaders)
        {
            if (names.AsSpan().ContainsAnyExcept(NamesAndSeparators))
                throw new ValidationException("access-control-request-headers", "must be names of headers with commas between them");
        }

        return next(context);
    }
}
