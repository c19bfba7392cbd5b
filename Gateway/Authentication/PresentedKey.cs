using Microsoft.Extensions.Primitives;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Finds the API key in a request.</summary>
internal static class PresentedKey
{
    public const string HeaderName = "X-API-Key";

    /// <summary>What every key that we make begins with; a bearer token without it is not a key.</summary>
    public const string Prefix = "mcts_";

    private const string BearerScheme = "Bearer ";

    /// <summary>The key of the header of its own, else the bearer token; <see langword="null"/>: there is none.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers[HeaderName];
        if (header.Count > 0)
            return Single(header);
        if (Single(request.Headers.Authorization) is not { } authorization || !authorization.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = authorization[BearerScheme.Length..].Trim();
        return token.StartsWith(Prefix, StringComparison.Ordinal) ? token : null;
    }

    private static string? Single(StringValues values) => values.Count == 1 && !string.IsNullOrEmpty(values[0]) ? values[0] : null;
}
