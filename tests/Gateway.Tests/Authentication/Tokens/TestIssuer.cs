using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>An issuer of tokens that makes them by hand, so that it can make any wrong one.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.example";
    public const string Audience = "mcts-aspire";
    public const string Secret = "a secret of the tests, with more than 32 bytes";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string RsaKeyId { get; init; } = "rsa-1";

    public string EcKeyId { get; init; } = "ec-1";

    /// <summary>The public keys as the issuer publishes them; beside them a symmetric one, which must have no effect.</summary>
    public string Jwks
    {
        get
        {
            var (rsa, ec) = (_rsa.ExportParameters(false), _ec.ExportParameters(false));
            return new JsonObject
            {
                ["keys"] = new JsonArray(
                    new JsonObject { ["kty"] = "RSA", ["kid"] = RsaKeyId, ["use"] = "sig", ["alg"] = "RS256", ["n"] = Encode(rsa.Modulus!), ["e"] = Encode(rsa.Exponent!) },
                    new JsonObject { ["kty"] = "EC", ["kid"] = EcKeyId, ["crv"] = "P-256", ["x"] = Encode(ec.Q.X!), ["y"] = Encode(ec.Q.Y!) },
                    new JsonObject { ["kty"] = "oct", ["kid"] = "oct-1", ["k"] = Encode(Encoding.UTF8.GetBytes(Secret)) }),
            }.ToJsonString();
        }
    }

    /// <summary>The RSA public key as it is often shown, which an attacker would take for the secret of HS256.</summary>
    public byte[] PublicPem => Encoding.UTF8.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());

    /// <summary>The same without its wrapping.</summary>
    public byte[] PublicDer => _rsa.ExportSubjectPublicKeyInfo();

    public static byte[] SecretBytes => Encoding.UTF8.GetBytes(Secret);

    /// <summary>The claims of a token that is good for an hour.</summary>
    public static JsonObject Claims(string client = "alice") => new()
    {
        ["iss"] = Name,
        ["aud"] = Audience,
        ["sub"] = client,
        ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
    };

    public static JsonObject Claims(Action<JsonObject> change)
    {
        var claims = Claims();
        change(claims);
        return claims;
    }

    public string Rs256(JsonObject claims, string? kid = null) => Token(Header("RS256", kid ?? RsaKeyId), claims.ToJsonString(), Rsa);

    public string Es256(JsonObject claims, string? kid = null) => Token(Header("ES256", kid ?? EcKeyId), claims.ToJsonString(), Ec);

    public static string Hs256(JsonObject claims, byte[]? secret = null, string? kid = null) =>
        Token(Header("HS256", kid), claims.ToJsonString(), data => HMACSHA256.HashData(secret ?? SecretBytes, data));

    public byte[] Rsa(byte[] data) => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public byte[] Ec(byte[] data) => _ec.SignData(data, HashAlgorithmName.SHA256);

    public static JsonObject Header(string algorithm, string? kid = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (kid is not null)
            header["kid"] = kid;
        return header;
    }

    public static string Token(JsonObject header, string payload, Func<byte[], byte[]> sign) => Token(header.ToJsonString(), payload, sign);

    /// <summary>A header that no JSON writer would make.</summary>
    public static string Token(string header, string payload, Func<byte[], byte[]> sign)
    {
        var data = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{data}.{Encode(sign(Encoding.ASCII.GetBytes(data)))}";
    }

    /// <summary>A certificate of the RSA key, signed by itself.</summary>
    public byte[] Certificate()
    {
        var request = new CertificateRequest("CN=somebody", _rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private static string Encode(byte[] bytes) => Base64UrlEncoder.Encode(bytes);
}
