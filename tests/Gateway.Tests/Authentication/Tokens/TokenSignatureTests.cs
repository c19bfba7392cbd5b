using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>Who signed a token, and how, at a Gateway that knows an RSA key, an EC key and a secret.</summary>
public sealed class TokenSignatureTests(TokenFixture fixture) : SentTokenTests(fixture), IClassFixture<TokenFixture>
{
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("RS384")]
    [InlineData("HS512")]
    [InlineData("PS256")]
    [InlineData("rs256")]
    public async Task OtherAlgorithmsAreRefused(string algorithm)
    {
        var header = TestIssuer.Header(algorithm, Issuer.RsaKeyId);

        await RefusedAsync("algorithm is not accepted", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), Issuer.Rsa));
        await RefusedAsync("algorithm is not accepted", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), _ => []));
    }

    [Fact]
    public async Task AnAlgorithmOfAnotherKindThanTheKeyIsRefused()
    {
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), Issuer.PublicPem));
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), Issuer.PublicPem, Issuer.RsaKeyId));
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), Issuer.PublicDer, Issuer.RsaKeyId));
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), Encoding.UTF8.GetBytes(Issuer.Jwks)));
        await RefusedAsync("names no key", Issuer.Es256(TestIssuer.Claims(), Issuer.RsaKeyId));
        await RefusedAsync("signature is wrong", TestIssuer.Token(TestIssuer.Header("RS256", Issuer.RsaKeyId), TestIssuer.Claims().ToJsonString(), Issuer.Ec));
    }

    [Fact]
    public async Task AKeyThatTheIssuerDoesNotHaveIsRefused()
    {
        using var other = new TestIssuer();

        await RefusedAsync("signature is wrong", other.Rs256(TestIssuer.Claims()));
        await RefusedAsync("signature is wrong", other.Es256(TestIssuer.Claims()));
        await RefusedAsync("names no key", Issuer.Rs256(TestIssuer.Claims(), "rsa-2"));
        foreach (var kid in (string[])["../../etc/passwd", "/dev/null", "' OR '1'='1", "http://127.0.0.1/", "RSA-1", "rsa-1\0", " rsa-1", new string('k', 3000)])
            await RefusedAsync("names no key", Issuer.Rs256(TestIssuer.Claims(), kid));
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), "another secret, which is as long as the right one"u8.ToArray()));
    }

    [Fact]
    public async Task AKeyThatTheTokenBringsAlongIsRefused()
    {
        using var other = new TestIssuer();
        var header = TestIssuer.Header("RS256");
        header["jwk"] = JsonNode.Parse(other.Jwks)!["keys"]![0]!.DeepClone();
        await using var others = await Upstream.StartAsync(context => context.Response.WriteAsync(other.Jwks));
        (header["jku"], header["x5u"]) = (others.Address.ToString(), others.Address.ToString());
        header["x5c"] = new JsonArray(Convert.ToBase64String(other.Certificate()));

        foreach (var kid in (string?[])[null, Issuer.RsaKeyId])
        {
            if (kid is not null)
                header["kid"] = kid;
            await RefusedAsync("signature is wrong", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), other.Rsa));
        }

        others.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task ATokenThatWasChangedIsRefused()
    {
        var parts = Issuer.Rs256(TestIssuer.Claims()).Split('.');
        var others = Issuer.Rs256(TestIssuer.Claims("mallory")).Split('.');

        await RefusedAsync("signature is wrong", $"{parts[0]}.{others[1]}.{parts[2]}");
        await RefusedAsync("signature is wrong", $"{parts[0]}.{parts[1]}.{others[2]}");
        await RefusedAsync("is wrong", $"{parts[0]}.{parts[1]}.");
    }

    // Verifiers have taken the last ones for right.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(256)]
    public async Task ASignatureOfZeroesIsRefused(int length)
    {
        await RefusedAsync("is wrong", TestIssuer.Token(TestIssuer.Header("ES256", Issuer.EcKeyId), TestIssuer.Claims().ToJsonString(), _ => new byte[length]));
        await RefusedAsync("is wrong", TestIssuer.Token(TestIssuer.Header("RS256", Issuer.RsaKeyId), TestIssuer.Claims().ToJsonString(), _ => new byte[length]));
        await RefusedAsync("is wrong", TestIssuer.Token(TestIssuer.Header("HS256"), TestIssuer.Claims().ToJsonString(), _ => new byte[length]));
    }

    [Theory]
    [InlineData("""{"alg":"none","alg":"RS256","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"RS256","alg":"none","kid":"rsa-1"}""")]
    [InlineData("""{"alg":["RS256"],"kid":"rsa-1"}""")]
    [InlineData("""{"alg":null,"kid":"rsa-1"}""")]
    [InlineData("""{"kid":"rsa-1"}""")]
    [InlineData("""{"alg":"RS256","kid":["rsa-1"]}""")]
    [InlineData("""["RS256"]""")]
    public Task AHeaderThatCanBeReadInTwoWaysOpensNothingWithoutASignature(string header) =>
        RefusedAsync("The token", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), _ => []));

    [Theory]
    [InlineData("""{"alg":"none","alg":"RS256","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-2","kid":"rsa-1"}""")]
    [InlineData("""{"alg":"RS256","kid":"rsa-1"}{}""")]
    public Task AHeaderThatCanBeReadInTwoWaysIsRefusedWhoeverSignedIt(string header) =>
        RefusedAsync("malformed", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), Issuer.Rsa));

    [Fact]
    public async Task ATokenIsWrittenInOneWay()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = Issuer.Rs256(TestIssuer.Claims());
        // A signature of 256 bytes leaves four bits of its last character over.
        var other = alphabet[alphabet.IndexOf(token[^1], StringComparison.Ordinal) ^ 1];

        await ClientAsync(token);
        await RefusedAsync("malformed", $"{token}=");
        await RefusedAsync("malformed", $"{token[..^1]}{other}");
        await RefusedAsync("malformed", token.Replace('_', '/').Replace('-', '+'));
    }

    [Fact]
    public async Task WhatIsNoSignedTokenIsRefused()
    {
        var token = Issuer.Rs256(TestIssuer.Claims());
        var parts = token.Split('.');

        await RefusedAsync("three parts", "nonsense");
        await RefusedAsync("three parts", $"{token}.{parts[1]}.{parts[2]}");
        await RefusedAsync("malformed", "a.b.c");
        await RefusedAsync("malformed", $"{parts[0]}.!!!!.{parts[2]}");
        await RefusedAsync("longer than 8192", Issuer.Rs256(TestIssuer.Claims(new string('x', 9000))));
        await RefusedAsync("malformed", TestIssuer.Token(TestIssuer.Header("RS256", Issuer.RsaKeyId), "[1]", Issuer.Rsa));
        await RefusedAsync("malformed", TestIssuer.Token(TestIssuer.Header("RS256", Issuer.RsaKeyId), """{"sub":"a","sub":"b"}""", Issuer.Rsa));
    }

    [Theory]
    [InlineData("cty", "JWT", "nested")]
    [InlineData("typ", "logout+jwt", "another type")]
    [InlineData("crit", "b64", "critical extensions")]
    [InlineData("b64", "false", "critical extensions")]
    public Task AHeaderThatAsksForMoreIsRefused(string name, string value, string problem)
    {
        var header = TestIssuer.Header("RS256", Issuer.RsaKeyId);
        header[name] = name == "crit" ? new JsonArray(value) : value;
        return RefusedAsync(problem, TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), Issuer.Rsa));
    }
}
