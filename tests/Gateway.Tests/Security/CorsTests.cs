using System.Net;

namespace MctsAspire.Gateway.Tests.Security;

public sealed class CorsTests
{
    private const string Origin = "https://app.example.com";

    [Fact]
    public async Task APageOfAnAllowedOriginMayAskWithoutAKeyWhatItMayDo()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);

        using var response = await AskAsync(gateway, "/query", Origin);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
        response.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
        response.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("x-api-key", Case.Insensitive);
        response.Headers.GetValues("Access-Control-Max-Age").ShouldBe(["600"]);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x-api-key, a\u001b")]
    [InlineData("x-y: z")]
    [InlineData("\u00c3\u00a9")]
    public async Task WhatNoHeaderCanBeCalledIsRefused(string names)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);

        var answer = await gateway.SendRawAsync(
            $"OPTIONS /query HTTP/1.1\r\nHost: a\r\nConnection: close\r\nOrigin: {Origin}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: {names}\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("access-control-request-headers: must be names of headers");
    }

    [Theory]
    [InlineData("https://app.example.com.evil.org")]
    [InlineData("https://evil.app.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:444")]
    [InlineData("null")]
    public async Task AnotherOriginIsAllowedNothing(string origin)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);

        using var preflight = await AskAsync(gateway, "/query", origin);
        gateway.Client.DefaultRequestHeaders.Add("Origin", origin);
        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        preflight.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/query", """{"query":"a"}""", 200)]
    [InlineData("/query", "{", 400)]
    [InlineData("/nothing", "{}", 404)]
    public async Task APageMayReadEveryAnswerAndItsLimits(string path, string body, int status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.Add("Origin", Origin);

        using var response = await gateway.PostAsync(path, body);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
        var exposed = response.Headers.GetValues("Access-Control-Expose-Headers").Single();
        foreach (var name in (string[])["RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"])
            exposed.Split(',').ShouldContain(name);
    }

    [Fact]
    public async Task ARefusedKeyIsToldToThePage()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Add("Origin", Origin);

        using var response = await gateway.PostAsync("/query", """{"query":"a"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Origin]);
    }

    [Fact]
    public async Task WithoutTheSettingNoOriginIsAllowed()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await AskAsync(gateway, "/query", Origin);

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    private static Task<TestGateway> StartAsync(Upstream upstream) => TestGateway.StartAsync(upstream, ("Cors:Origins:0", Origin), ("Cors:Origins:1", "http://localhost:3000"));

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "x-api-key,content-type");
        using var client = new HttpClient { BaseAddress = gateway.Address };
        return await client.SendAsync(request);
    }
}
