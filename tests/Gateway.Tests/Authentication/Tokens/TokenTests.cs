using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>JSON Web Tokens at a Gateway that knows an RSA key, an EC key and a secret.</summary>
public sealed class TokenTests(TokenFixture fixture) : IClassFixture<TokenFixture>
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private TestIssuer Issuer => fixture.Issuer;

    [Fact]
    public async Task TokensOfAllThreeAlgorithmsAreAccepted()
    {
        foreach (var token in (string[])[Issuer.Rs256(TestIssuer.Claims()), Issuer.Es256(TestIssuer.Claims()), TestIssuer.Hs256(TestIssuer.Claims())])
            (await ClientAsync(token)).ShouldBe("alice");
    }

    [Fact]
    public async Task ATokenIsAcceptedAgainAndAgain()
    {
        var token = Issuer.Rs256(TestIssuer.Claims("again"));

        (await ClientAsync(token)).ShouldBe("again");
        (await ClientAsync(token)).ShouldBe("again");
    }

    [Fact]
    public async Task ANameThatFitsNoHeaderBecomesOneThatDoesAndStaysTheSame()
    {
        var first = await ClientAsync(Issuer.Rs256(TestIssuer.Claims("auth0|größe@example.com")));
        var second = await ClientAsync(Issuer.Es256(TestIssuer.Claims("auth0|größe@example.com")));

        first.ShouldMatch("^jwt-[0-9a-f]{32}$");
        second.ShouldBe(first);
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims("auth0|another")))).ShouldNotBe(first);
    }

    [Fact]
    public async Task ANameThatLooksLikeOneThatWasMadeToFitIsNobodyElses()
    {
        var victim = await ClientAsync(Issuer.Rs256(TestIssuer.Claims("auth0|victim")));

        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(victim)))).ShouldNotBe(victim);
    }

    [Fact]
    public async Task ARoleWithASpaceIsNotTwoRolesOfAnEarlierToken()
    {
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => (claims["sub"], claims["roles"]) = ("spaced", new JsonArray("user", "admin")))))).ShouldBe("spaced");

        using var response = await SendAsync(Issuer.Rs256(TestIssuer.Claims(claims => (claims["sub"], claims["roles"]) = ("spaced", new JsonArray("user admin")))));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("\"user\"", HttpStatusCode.OK)]
    [InlineData("[\"reader\", \"user\"]", HttpStatusCode.OK)]
    [InlineData("\"reader user\"", HttpStatusCode.OK)]
    [InlineData("[\"admin\"]", HttpStatusCode.OK)]
    [InlineData("[\"reader\"]", HttpStatusCode.Forbidden)]
    [InlineData("[]", HttpStatusCode.Forbidden)]
    [InlineData("\"User\"", HttpStatusCode.Forbidden)]
    [InlineData("{}", HttpStatusCode.Forbidden)]
    [InlineData("7", HttpStatusCode.Forbidden)]
    public async Task RolesAreReadFromTheirClaim(string roles, HttpStatusCode expected)
    {
        using var response = await SendAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["roles"] = JsonNode.Parse(roles))));

        response.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.Forbidden)
        {
            (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("AUTHORIZATION_ERROR");
            response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"insufficient_scope\"");
        }
    }

    [Fact]
    public async Task OneOfSeveralAudiencesIsEnough() =>
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["aud"] = new JsonArray("other", TestIssuer.Audience))))).ShouldBe("alice");

    public static TheoryData<string, string> WrongClaims => new()
    {
        { "the token has expired", $$"""{"exp": {{Now - 31}}}""" },
        { "the token has expired", $$"""{"exp": {{Now - 31}}.5}""" },
        { "no end (exp)", """{"exp": null}""" },
        { "malformed", """{"exp": "tomorrow"}""" },
        { "malformed", """{"exp": 1e300}""" },
        { "not valid yet (nbf)", $$"""{"nbf": {{Now + 300}}}""" },
        { "malformed", """{"nbf": "now"}""" },
        { "another issuer (iss)", """{"iss": "https://issuer.example/"}""" },
        { "another issuer (iss)", """{"iss": null}""" },
        { "malformed", """{"iss": ["https://issuer.example"]}""" },
        { "another audience (aud)", """{"aud": "mcts"}""" },
        { "another audience (aud)", """{"aud": "mcts-aspire other"}""" },
        { "another audience (aud)", """{"aud": ["mcts", "aspire"]}""" },
        { "another audience (aud)", """{"aud": null}""" },
        { "no claim sub", """{"sub": null}""" },
        { "no claim sub", """{"sub": ""}""" },
        { "malformed", """{"sub": {"a": 1}}""" },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public Task AClaimThatIsWrongIsToldByItsName(string problem, string changes) => RefusedAsync(
        problem,
        Issuer.Rs256(TestIssuer.Claims(claims =>
        {
            foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
            {
                if (value is null)
                    claims.Remove(name);
                else
                    claims[name] = value.DeepClone();
            }
        })));

    [Fact]
    public async Task WhatTheClocksMayDifferByIsForgiven()
    {
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 5)))).ShouldBe("alice");
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["nbf"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 15)))).ShouldBe("alice");
    }

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
        await RefusedAsync("names no key", Issuer.Rs256(TestIssuer.Claims(), "../../etc/passwd"));
        await RefusedAsync("signature is wrong", TestIssuer.Hs256(TestIssuer.Claims(), "another secret, which is as long as the right one"u8.ToArray()));
    }

    [Fact]
    public async Task AKeyThatTheTokenBringsAlongIsRefused()
    {
        using var other = new TestIssuer();
        var header = TestIssuer.Header("RS256");
        header["jwk"] = JsonNode.Parse(other.Jwks)!["keys"]![0]!.DeepClone();
        header["jku"] = "https://evil.example/jwks.json";

        await RefusedAsync("signature is wrong", TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), other.Rsa));
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
    public Task AHeaderThatAsksForMoreIsRefused(string name, string value, string problem)
    {
        var header = TestIssuer.Header("RS256", Issuer.RsaKeyId);
        header[name] = name == "crit" ? new JsonArray(value) : value;
        return RefusedAsync(problem, TestIssuer.Token(header, TestIssuer.Claims().ToJsonString(), Issuer.Rsa));
    }

    [Fact]
    public async Task AKeyGoesBeforeAToken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Gateway.Address, "/documents"));
        request.Headers.Add("X-API-Key", "mcts_wrong");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Rs256(TestIssuer.Claims()));
        using var client = new HttpClient();

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<string> ClientAsync(string token)
    {
        using var response = await SendAsync(token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsStringAsync();
    }

    private async Task RefusedAsync(string problem, string token)
    {
        using var response = await SendAsync(token);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("AUTHENTICATION_ERROR");
        error.Message.ShouldContain(problem, Case.Insensitive);
        var bearer = response.Headers.WwwAuthenticate.Single(challenge => challenge.Scheme == "Bearer").Parameter!;
        bearer.ShouldContain("error=\"invalid_token\"");
        bearer.ShouldContain($"error_description=\"{error.Message}\"");
        if (token.Length > 20)
            fixture.Gateway.Logs.Text.ShouldNotContain(token);
    }

    private async Task<HttpResponseMessage> SendAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Gateway.Address, "/documents"));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
