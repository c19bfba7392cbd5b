using System.Net;
using System.Net.Http.Headers;

namespace MctsAspire.Gateway.Tests.Authentication;

public sealed class ApiKeyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Question = """{"query":"Why?"}""";

    [Fact]
    public async Task TheKeysClientIsToldToTheOrchestratorAndTheKeyIsNot()
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Add("X-Client-Id", "somebody-else");
        gateway.Client.DefaultRequestHeaders.Add("Cookie", "session=1");

        using var response = await gateway.PostAsync("/query", Question);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Headers["X-Client-Id"].ShouldBe("client_0");
        upstream.Single.Headers.Keys.ShouldNotContain("X-API-Key");
        upstream.Single.Headers.Keys.ShouldNotContain("Authorization");
        upstream.Single.Headers.Keys.ShouldNotContain("Cookie");
    }

    [Fact]
    public async Task AKeyMayComeAsABearerToken()
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestGateway.Key);

        using var response = await gateway.PostAsync("/query", Question);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("X-API-Key", "")]
    [InlineData("X-API-Key", "mcts_0123456789abcdefABCDEG")]
    [InlineData("X-API-Key", "mcts_0123456789abcdefABCDEF0")]
    [InlineData("X-API-Key", "MCTS_0123456789ABCDEFABCDEF")]
    [InlineData("Authorization", "Bearer mcts_wrong")]
    [InlineData("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("Authorization", "Basic bWN0c186")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "mcts_0123456789abcdefABCDEF")]
    public async Task WithoutAKnownKeyNobodyGetsIn(string? header, string? value)
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Clear();
        if (header is not null)
            gateway.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

        using var response = await gateway.PostAsync("/query", Question);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["ApiKey", "Bearer"]);
        (await TestGateway.ErrorOfAsync(response)).ErrorCode.ShouldBe("AUTHENTICATION_ERROR");
        upstream.Received.ShouldBeEmpty();
        if (value?.Length > 10)
            gateway.Logs.Text.ShouldNotContain(value);
    }

    [Theory]
    [InlineData("The X-API-Key header was sent twice or more; send it once.", "X-API-Key: {0}", "X-API-Key: {0}")]
    [InlineData("The X-API-Key header was sent twice or more; send it once.", "X-API-Key: {0}", "X-API-Key: {0}", "Authorization: Bearer {0}")]
    [InlineData("The Authorization header was sent twice or more; send it once.", "Authorization: Bearer {0}", "Authorization: Bearer {0}")]
    [InlineData("The X-API-Key header is empty; send a key in it, or leave it out so that the Authorization header counts.", "X-API-Key:", "Authorization: Bearer {0}")]
    [InlineData("The X-API-Key header is empty; send a key in it.", "X-API-Key:  ")]
    [InlineData("The Authorization header is empty; send a key or a token in it, behind the word Bearer.", "Authorization:")]
    [InlineData("The Authorization header is empty; send a key or a token in it, behind the word Bearer.", "Authorization: Bearer ")]
    [InlineData("The Authorization header is of another scheme than Bearer; send a key or a token behind that word, or a key in the X-API-Key header.", "Authorization: Basic bWN0c186")]
    [InlineData("Send an API key in the X-API-Key header, or one that begins with mcts_ as a bearer token.", "Accept: */*")]
    public async Task WhatWasSentWrongIsToldAsItIs(string message, params string[] headers)
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync($"GET /documents HTTP/1.1\r\nHost: a\r\n{string.Concat(headers.Select(header => header.Replace("{0}", TestGateway.Key, StringComparison.Ordinal) + "\r\n"))}Connection: close\r\n\r\n");

        response.ShouldStartWith("HTTP/1.1 401");
        response.ShouldContain($"\"message\":\"{message}\"");
        response.Contains("error=\"invalid_request\"", StringComparison.Ordinal).ShouldBe(!message.StartsWith("Send", StringComparison.Ordinal));
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/documents")]
    [InlineData("POST", "/documents")]
    [InlineData("GET", "/documents/a")]
    [InlineData("DELETE", "/documents/a")]
    [InlineData("POST", "/query")]
    [InlineData("POST", "/query/stream")]
    [InlineData("GET", "/runs/a")]
    [InlineData("POST", "/agents/hrm")]
    [InlineData("POST", "/search")]
    [InlineData("GET", "/artifacts")]
    [InlineData("GET", "/artifacts/a")]
    public async Task EveryRouteOfTheApiWantsAKey(string method, string path)
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Clear();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task EachKeyHasItsClient()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            upstream,
            ("ApiKeys:1:Hash", TestGateway.HashOf("any string at all").ToUpperInvariant()),
            ("ApiKeys:1:ClientId", "reporting"),
            ("ApiKeys:1:Roles", "user,admin"));
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Add("X-API-Key", "any string at all");

        using var response = await gateway.PostAsync("/query", Question);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Headers["X-Client-Id"].ShouldBe("reporting");
    }
}
