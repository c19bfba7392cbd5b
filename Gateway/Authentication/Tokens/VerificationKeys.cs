using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MctsAspire.Gateway.Authentication.Tokens;

/// <summary>The keys that signatures are checked with, at one moment; it never changes. Each serves the one algorithm that fits its kind, whatever a token says of itself.</summary>
internal sealed class VerificationKeys
{
    public const int MostBytes = 256 * 1024;

    private const int MostKeys = 100;
    private const int LeastRsaBits = 2048;
    private const string Signing = "sig";
    private const string CurveName = "P-256";

    // What is wrong inside of a key is a matter of that key alone.
    private static readonly JsonDocumentOptions SetOptions = new() { MaxDepth = MostBytes };
    private static readonly JsonDocumentOptions KeyOptions = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly IReadOnlyList<SecurityKey> _rsa;
    private readonly IReadOnlyList<SecurityKey> _ec;
    private readonly IReadOnlyList<SecurityKey> _hmac;

    private VerificationKeys(IReadOnlyList<SecurityKey> rsa, IReadOnlyList<SecurityKey> ec, IReadOnlyList<SecurityKey> hmac) => (_rsa, _ec, _hmac) = (rsa, ec, hmac);

    /// <summary>The algorithms whose keys an issuer publishes.</summary>
    public static IReadOnlyList<string> Published { get; } = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>What a key must be to serve one of them.</summary>
    public static string PublishedKinds { get; } = $"RS256 (RSA of {LeastRsaBits} bits or more) or ES256 (EC of {CurveName})";

    /// <summary>Only the secret of HS256, or nothing.</summary>
    public static VerificationKeys Of(TokenSettings settings) => new([], [], settings.HmacSecret is { } secret ? [new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret.Reveal()))] : []);

    /// <summary>Whether there is a key for an algorithm.</summary>
    public bool Accepts(string algorithm) => For(algorithm).Count > 0;

    /// <summary>Whether there is a key that an issuer publishes.</summary>
    public bool HasPublished => _rsa.Count + _ec.Count > 0;

    /// <summary>The algorithms that there are keys for.</summary>
    public IEnumerable<string> Algorithms => Published.Append(SecurityAlgorithms.HmacSha256).Where(Accepts);

    /// <summary>The keys that may have signed a token: that of its <c>kid</c>, or the only one of the algorithm's kind when it names none.</summary>
    public IReadOnlyList<SecurityKey> Find(string algorithm, string? keyId)
    {
        var keys = For(algorithm);
        // The secret has no name, and a token that gives it one means it all the same.
        if (ReferenceEquals(keys, _hmac))
            return keys;
        if (!string.IsNullOrEmpty(keyId))
            return [.. keys.Where(key => key.KeyId == keyId)];
        return keys.Count == 1 ? keys : [];
    }

    /// <summary>These keys with those of a JSON Web Key Set instead of the ones of an earlier set, none if it has none that serves: RFC 7517 has keys left out that can't be used, and a key that is no longer in the set was withdrawn.</summary>
    /// <exception cref="FormatException">It is no JSON Web Key Set, so that it says nothing of any key; the message says why.</exception>
    public VerificationKeys With(string jwks)
    {
        var keys = Parse(jwks);
        // Symmetric keys are left out: what is published can't be a secret.
        var rsa = keys.Where(key => IsFor(key, JsonWebAlgorithmsKeyTypes.RSA, SecurityAlgorithms.RsaSha256)).Select(Rsa).OfType<SecurityKey>().ToList();
        var ec = keys.Where(key => IsFor(key, JsonWebAlgorithmsKeyTypes.EllipticCurve, SecurityAlgorithms.EcdsaSha256)).Select(Ec).OfType<SecurityKey>().ToList();
        return new VerificationKeys(rsa, ec, _hmac);
    }

    private static List<JsonWebKey> Parse(string jwks)
    {
        try
        {
            using var set = JsonDocument.Parse(jwks, SetOptions);
            var members = set.RootElement.ValueKind == JsonValueKind.Object ? set.RootElement.EnumerateObject().Where(member => member.NameEquals("keys")).ToList() : [];
            if (members is not [{ Value: { ValueKind: JsonValueKind.Array } keys }])
                throw new FormatException("it is not a JSON Web Key Set, which has one array of keys");
            if (keys.GetArrayLength() > MostKeys)
                throw new FormatException($"it holds {keys.GetArrayLength()} keys, and may hold {MostKeys}");
            if (keys.EnumerateArray().Any(key => key.ValueKind != JsonValueKind.Object))
                throw new FormatException("it is not a JSON Web Key Set: one of its keys is no object");
            return [.. keys.EnumerateArray().Select(Key).OfType<JsonWebKey>()];
        }
        // The latter: a name that holds half a character.
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException("it is not a JSON Web Key Set", problem);
        }
    }

    // Each by itself, so that a key of a form that is not known here keeps no other one in or out.
    private static JsonWebKey? Key(JsonElement key)
    {
        try
        {
            var text = key.GetRawText();
            JsonDocument.Parse(text, KeyOptions).Dispose();
            return new JsonWebKey(text);
        }
        catch (Exception problem) when (problem is ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private IReadOnlyList<SecurityKey> For(string algorithm) => algorithm switch
    {
        SecurityAlgorithms.RsaSha256 => _rsa,
        SecurityAlgorithms.EcdsaSha256 => _ec,
        SecurityAlgorithms.HmacSha256 => _hmac,
        _ => [],
    };

    private static bool IsFor(JsonWebKey key, string type, string algorithm) =>
        key.Kty == type && (string.IsNullOrEmpty(key.Use) || key.Use == Signing) && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm);

    private static RsaSecurityKey? Rsa(JsonWebKey key)
    {
        try
        {
            // Of the public parts alone, whatever else the set holds.
            var made = new RsaSecurityKey(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) }) { KeyId = key.Kid };
            return made.Parameters.Modulus?.Length * 8 >= LeastRsaBits && made.Parameters.Exponent?.Length > 0 ? made : null;
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static ECDsaSecurityKey? Ec(JsonWebKey key)
    {
        try
        {
            if (key.Crv != CurveName)
                return null;
            var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) };
            return new ECDsaSecurityKey(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point })) { KeyId = key.Kid };
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
