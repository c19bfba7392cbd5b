using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Identity;

/// <summary>Who asks. The Gateway says so; it alone is reachable from outside, and it lets nobody else say it.</summary>
internal static class ClientIdentity
{
    /// <summary>The header, or the key of gRPC metadata, that names the client.</summary>
    public const string HeaderName = "X-Client-Id";

    /// <summary>Who asks when nobody is named.</summary>
    public const string Default = "client_0";

    private const int LongestId = 200;

    /// <summary>The client of a request.</summary>
    /// <exception cref="ValidationException">The header is there more than once, or too long.</exception>
    public static string Of(HttpContext context)
    {
        var named = context.Request.Headers[HeaderName];
        if (named.Count == 0)
            return Default;
        if (named is not [{ Length: > 0 and <= LongestId } id])
            throw new ValidationException(HeaderName, $"must be there once, with 1 to {LongestId} characters");
        return id;
    }
}
