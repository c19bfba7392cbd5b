using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>Decides whose a token is. The signature is checked first, with keys that were configured and the one algorithm that each is for; then what the token says.</summary>
internal sealed class TokenVerifier(TokenSettings settings, IssuerKeys keys, TokenCache cache, TimeProvider time)
{
    /// <summary>The longest token that is read, in characters.</summary>
    public const int LongestToken = 8192;

    private const string Issuer = "iss";
    private const string Audience = "aud";
    private const string Expires = "exp";
    private const string NotBefore = "nbf";
    private const string IssuedAt = "iat";
    private const string MappedPrefix = "jwt-";
    private const int MappedDigits = 32;

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = LongestToken };
    private static readonly SearchValues<char> Base64UrlAndDots = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.");
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Whose a token is that was found right a moment ago; <see langword="null"/>: it has to be checked.</summary>
    public ApiClient? Known(ReadOnlySpan<char> token) => cache.Find(token, keys.Current, time.GetUtcNow());

    /// <summary>Whether a token was found right before.</summary>
    public bool Knew(ReadOnlySpan<char> token) => cache.Knew(token);

    /// <summary>Checks a token.</summary>
    public async Task<(ApiClient? Client, AuthenticationFailure? Failure)> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(token, cancellationToken);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or ArgumentException or SecurityTokenException or InvalidOperationException or OverflowException)
        {
            return Refuse("The token is malformed.", isGuess: true);
        }
    }

    private async Task<(ApiClient?, AuthenticationFailure?)> CheckAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > LongestToken)
            return Refuse($"The token is longer than {LongestToken} characters.", isGuess: true);
        if (token.AsSpan().Count('.') != 2)
            return Refuse("The token is not a signed JSON Web Token of three parts; encrypted ones are not accepted.", isGuess: true);
        // The library takes the alphabet of plain Base64 and padding too, so that one token could be written in many ways.
        if (token.AsSpan().ContainsAnyExcept(Base64UrlAndDots))
            return Refuse("The token is malformed.", isGuess: true);

        var parsed = new JsonWebToken(token);
        // The library reads a header that names something twice, or goes on behind its end, in its own way.
        TokenClaims.Parse(parsed.EncodedHeader).Dispose();
        // Nor does it look at the last bits of a signature, which belong to no byte.
        if (Base64UrlEncoder.Encode(Base64UrlEncoder.DecodeBytes(parsed.EncodedSignature)) != parsed.EncodedSignature)
            return Refuse("The token is malformed.", isGuess: true);
        if (HeaderProblem(parsed) is { } problem)
            return Refuse(problem, isGuess: true);

        var isPublic = VerificationKeys.Published.Contains(parsed.Alg, StringComparer.Ordinal);
        if (isPublic && keys.AreAwaited)
            return (null, new AuthenticationFailure("The keys of the tokens' issuer have not been fetched yet, so that no token of it can be checked; ask again soon.") { IsOurs = true });

        // The same keys to the end, so that what one that is withdrawn meanwhile has signed is not kept under those that come after it.
        var current = keys.Current;
        var found = current.Find(parsed.Alg, parsed.Kid);
        // Only for an algorithm whose keys an issuer publishes: nobody else's token makes the Gateway call somebody.
        if (found.Count == 0 && isPublic && (!string.IsNullOrEmpty(parsed.Kid) || !current.Accepts(parsed.Alg)))
        {
            await keys.AskAsync(cancellationToken);
            current = keys.Current;
            found = current.Find(parsed.Alg, parsed.Kid);
        }

        // Without a key no token is right, so that nobody learns anything from trying, and whoever is turned away may hold one that is.
        if (isPublic && settings is not { JwksUrl: null, JwksFile: null } && !current.HasPublished)
            return Refuse("The issuer of the tokens publishes no key now that can be used.");
        if (!current.Accepts(parsed.Alg))
            return Refuse($"The token's algorithm is not accepted; accepted: {string.Join(", ", keys.AreAwaited ? [.. VerificationKeys.Published, .. current.Algorithms] : current.Algorithms)}.", isGuess: true);
        if (found.Count == 0)
            return Refuse("The token names no key of the issuer (kid).", isGuess: true);
        if (!await IsSignedAsync(parsed, found))
            return Refuse("The token's signature is wrong.", isGuess: true);

        using var claims = TokenClaims.Parse(parsed.EncodedPayload);
        if (ClaimProblem(claims) is { } wrong)
            return Refuse(wrong);
        if (claims.Text(settings.ClientClaim) is not { Length: > 0 } name)
            return Refuse($"The token has no claim {settings.ClientClaim}, which names the client.");

        var client = cache.ClientOf(Identify(name), claims.List(settings.RolesClaim, splits: true) ?? Roles.Default);
        cache.Keep(token, client, current, claims.Time(Expires)!.Value + settings.ClockSkew);
        return (client, null);
    }

    private static (ApiClient?, AuthenticationFailure?) Refuse(string message, bool isGuess = false) => (null, new AuthenticationFailure(message, isGuess));

    private static string? HeaderProblem(JsonWebToken token) =>
        token.TryGetHeaderValue<object>("crit", out _) || token.TryGetHeaderValue<object>("b64", out _) ? "The token has critical extensions, which are not understood."
        : !string.IsNullOrEmpty(token.Cty) ? "The token holds another one; nested tokens are not accepted."
        : !string.IsNullOrEmpty(token.Typ) && !Types.Contains(token.Typ, StringComparer.OrdinalIgnoreCase) ? "The token is of another type than JWT."
        : null;

    private static async Task<bool> IsSignedAsync(JsonWebToken token, IReadOnlyList<SecurityKey> keys)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            // All else is checked by us: with the clock of the process, and by its name in the answer.
            IssuerSigningKeyResolver = (_, _, _, _) => keys,
            TryAllIssuerSigningKeys = true,
            RequireSignedTokens = true,
            RequireExpirationTime = false,
            ValidAlgorithms = [token.Alg],
            ValidateAudience = false,
            ValidateIssuer = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }

    private string? ClaimProblem(TokenClaims claims)
    {
        if (claims.Text(Issuer) != settings.Issuer)
            return "The token is by another issuer (iss).";
        if (claims.List(Audience, splits: false)?.Contains(settings.Audience, StringComparer.Ordinal) != true)
            return "The token is meant for another audience (aud).";
        var now = time.GetUtcNow();
        if (claims.Time(Expires) is not { } expires)
            return "The token has no end (exp).";
        if (now >= expires + settings.ClockSkew)
            return "The token has expired.";
        if (claims.Time(NotBefore) is { } begins && now < begins - settings.ClockSkew)
            return "The token is not valid yet (nbf).";
        return claims.Time(IssuedAt) is { } issued && now < issued - settings.ClockSkew ? "The token was issued later than now (iat)." : null;
    }

    // Names of other forms, as addresses and those with bars, become ones that fit everywhere, always the same; so do those that look like one of these, which else
    // would be somebody else's.
    private string Identify(string name)
    {
        var id = settings.ClientPrefix + name;
        return KeyRules.IsClientId(id) && !name.StartsWith(MappedPrefix, StringComparison.Ordinal)
            ? id
            : $"{settings.ClientPrefix}{MappedPrefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{settings.Issuer}\n{name}")))[..MappedDigits]}";
    }
}
