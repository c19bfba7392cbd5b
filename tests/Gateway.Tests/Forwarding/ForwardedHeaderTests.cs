using System.Net;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Which headers go in and come out.</summary>
public sealed class ForwardedHeaderTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Query = """{"query":"a"}""";

    [Fact]
    public async Task OnlyHeadersThatHaveAUseGoInAndNoInternalOnesComeOut()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers.Server = "secret-server";
            context.Response.Headers["X-Powered-By"] = "secret";
            context.Response.Headers["X-Client-Id"] = "client_0";
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        foreach (var name in (string[])["X-Forwarded-For", "X-Original-URL", "Forwarded", "X-Anything"])
            gateway.Client.DefaultRequestHeaders.Add(name, "outside");
        gateway.Client.DefaultRequestHeaders.Add("Accept", "application/json");

        using var response = await gateway.PostAsync("/query", Query);

        upstream.Single.Headers.Values.ShouldNotContain("outside");
        upstream.Single.Headers["Accept"].ShouldBe("application/json");
        upstream.Single.Headers["Host"].ShouldBe(upstream.Address.Authority);
        foreach (var name in (string[])["Server", "X-Powered-By", "X-Client-Id", "Set-Cookie"])
            response.Headers.Contains(name).ShouldBeFalse(name);
    }

    [Fact]
    public async Task HeadersOfOneConnectionGoNoFurther()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers.Connection = "X-Hop, ETag";
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers["X-Internal-Usage"] = "7";
            context.Response.Headers.Via = "1.1 inside";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = new StringContent(Query, null, "application/json") };
        foreach (var (name, value) in ((string, string)[])[("Accept", "text/plain"), ("TE", "trailers"), ("Baggage", "a=b"), ("Tracestate", "a=b"), ("Connection", "Accept, X-API-Key")])
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var name in (string[])["X-Hop", "ETag", "X-Internal-Usage", "Via"])
            response.Headers.Contains(name).ShouldBeFalse(name);
        foreach (var name in (string[])["Accept", "Baggage", "Correlation-Context", "Tracestate", "TE", "X-API-Key"])
            upstream.Single.Headers.Keys.ShouldNotContain(name, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("outside-id-1", true)]
    [InlineData("~!@#$%^&*()", true)]
    [InlineData("has space", false)]
    [InlineData("", false)]
    [InlineData("tab\tinside", false)]
    public async Task AValidRequestIdIsKeptAndAnyOtherReplaced(string id, bool isKept)
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers["X-Request-ID"] = "the-orchestrators-own";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        gateway.Client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-ID", id);

        using var response = await gateway.PostAsync("/query", Query);

        var answered = response.Headers.GetValues("X-Request-ID").ShouldHaveSingleItem();
        upstream.Single.Headers["X-Request-ID"].ShouldBe(answered);
        (answered == id).ShouldBe(isKept);
        answered.ShouldNotBe("the-orchestrators-own");
    }

    [Fact]
    public async Task ATraceFromOutsideGoesOn()
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await gateway.PostAsync("/query", Query);

        upstream.Single.Headers["traceparent"].ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        upstream.Single.Headers["traceparent"].ShouldNotContain("b7ad6b7169203331");
    }
}
