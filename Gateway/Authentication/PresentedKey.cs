using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.Gateway.Authentication;

/// <summary>Finds in a request what is to prove who sent it.</summary>
internal static class PresentedKey
{
    public const string HeaderName = "X-API-Key";

    /// <summary>What every key that we make begins with; a bearer token without it is not a key.</summary>
    public const string Prefix = "mcts_";

    private const string BearerScheme = "Bearer ";

    /// <summary>The key of the header of its own, else the bearer token that is one; empty: there is none.</summary>
    public static ReadOnlySpan<char> Of(HttpRequest request)
    {
        var header = request.Headers[HeaderName];
        if (header.Count > 0)
            return Single(header);
        var token = BearerOf(request);
        return token.StartsWith(Prefix, StringComparison.Ordinal) ? token : default;
    }

    /// <summary>The bearer token that is not a key; empty: there is none, or a key goes before it.</summary>
    public static ReadOnlySpan<char> TokenOf(HttpRequest request)
    {
        if (request.Headers.ContainsKey(HeaderName))
            return default;
        var token = BearerOf(request);
        return token.StartsWith(Prefix, StringComparison.Ordinal) ? default : token;
    }

    /// <summary>What is wrong with what was sent, of a request in which neither a key nor a token was found.</summary>
    public static AuthenticationFailure ProblemOf(HttpRequest request)
    {
        var (header, authorization) = (request.Headers[HeaderName], request.Headers.Authorization);
        if (header.Count > 1)
            return AuthenticationFailure.SentTwice(HeaderName);
        if (header.Count == 1)
            return AuthenticationFailure.Empty(HeaderName, authorization.Count > 0 ? "send a key in it, or leave it out so that the Authorization header counts" : "send a key in it");
        if (authorization.Count > 1)
            return AuthenticationFailure.SentTwice(HeaderNames.Authorization);
        if (authorization.Count == 0)
            return AuthenticationFailure.NothingSent;
        var text = Single(authorization);
        return text.Length == 0 || string.Equals(text, BearerScheme.Trim(), StringComparison.OrdinalIgnoreCase) || text.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase)
            ? AuthenticationFailure.Empty(HeaderNames.Authorization, "send a key or a token in it, behind the word Bearer")
            : AuthenticationFailure.OtherScheme;
    }

    private static ReadOnlySpan<char> BearerOf(HttpRequest request)
    {
        var authorization = Single(request.Headers.Authorization);
        return authorization.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? authorization.AsSpan(BearerScheme.Length).Trim() : default;
    }

    private static string Single(StringValues values) => values.Count == 1 && values[0] is { } value ? value : "";
}
