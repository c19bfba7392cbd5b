using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>What tokens say, at a Gateway that knows an RSA key, an EC key and a secret.</summary>
public sealed class TokenTests(TokenFixture fixture) : SentTokenTests(fixture), IClassFixture<TokenFixture>
{
    private static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

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

    [Fact]
    public async Task AnAudienceOrARoleCountsWhereverItStands()
    {
        var others = Enumerable.Range(0, 59).Select(number => $"other-{number}").ToArray();

        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["aud"] = new JsonArray([.. others, TestIssuer.Audience]))))).ShouldBe("alice");
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["roles"] = new JsonArray([.. others, "user"]))))).ShouldBe("alice");
        await RefusedAsync("another audience (aud)", Issuer.Rs256(TestIssuer.Claims(claims => claims["aud"] = new JsonArray([.. others]))));
    }

    [Theory]
    [InlineData("=")]
    [InlineData("==")]
    [InlineData("%3D%3D")]
    public async Task PaddingBelongsToNoToken(string padding)
    {
        var parts = Issuer.Rs256(TestIssuer.Claims()).Split('.');

        foreach (var part in Enumerable.Range(0, parts.Length))
            await RefusedAsync("malformed", string.Join('.', parts.Select((text, index) => index == part ? text + padding : text)));
    }

    public static TheoryData<string, string> WrongClaims => new()
    {
        { "the token has expired", $$"""{"exp": {{Now - 31}}}""" },
        { "the token has expired", $$"""{"exp": {{Now - 31}}.5}""" },
        { "no end (exp)", """{"exp": null}""" },
        { "malformed", """{"exp": "tomorrow"}""" },
        { "malformed", """{"exp": 1e300}""" },
        { "malformed", """{"exp": 100000000000000000000}""" },
        { "malformed", $$"""{"exp": "{{Now + 86_400}}"}""" },
        { "malformed", $$"""{"exp": [{{Now + 86_400}}]}""" },
        { "malformed", """{"exp": true}""" },
        { "the token has expired", """{"exp": 0}""" },
        { "the token has expired", """{"exp": -1}""" },
        { "not valid yet (nbf)", $$"""{"nbf": {{Now + 86_400}}}""" },
        { "malformed", """{"nbf": "now"}""" },
        { "issued later than now (iat)", $$"""{"iat": {{Now + 86_400}}}""" },
        { "malformed", """{"iat": "now"}""" },
        { "another issuer (iss)", """{"iss": "https://issuer.example/"}""" },
        { "another issuer (iss)", """{"iss": null}""" },
        { "malformed", """{"iss": ["https://issuer.example"]}""" },
        { "another audience (aud)", """{"aud": "mcts"}""" },
        { "another audience (aud)", """{"aud": "mcts-aspire other"}""" },
        { "another audience (aud)", """{"aud": ["mcts", "aspire"]}""" },
        { "another audience (aud)", """{"aud": null}""" },
        { "another audience (aud)", """{"aud": []}""" },
        { "malformed", """{"aud": [["mcts-aspire"]]}""" },
        { "malformed", """{"aud": {"mcts-aspire": true}}""" },
        { "another audience (aud)", """{"aud": "MCTS-Aspire"}""" },
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
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 15)))).ShouldBe("alice");
    }

    [Fact]
    public async Task AnEndMayHaveAFraction() =>
        (await ClientAsync(Issuer.Rs256(TestIssuer.Claims(claims => claims["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60.5)))).ShouldBe("alice");

    [Fact]
    public async Task AKeyGoesBeforeAToken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Fixture.Gateway.Address, "/documents"));
        request.Headers.Add("X-API-Key", "mcts_wrong");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Rs256(TestIssuer.Claims()));
        using var client = new HttpClient();

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
