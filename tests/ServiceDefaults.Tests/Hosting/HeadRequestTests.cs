using System.Net;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Tests.Hosting;

public sealed class HeadRequestTests : IAsyncLifetime
{
    private TestService _service = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync(map: app =>
        {
            app.MapGet("/text", (HttpContext context) => Results.Text($"the method is {context.Request.Method}"));
            app.MapGet("/method", (HttpContext context) =>
            {
                context.Response.Headers["X-Method"] = context.Request.Method;
                return Results.NoContent();
            });
            app.MapGet("/broken", IResult () => throw new NotFoundException("id: there is none."));
            app.MapPost("/posted", () => "posted");
        });
        _client = _service.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("/health", "application/json")]
    [InlineData("/ready", "application/json")]
    [InlineData("/metrics", "text/plain")]
    [InlineData("/text", "text/plain")]
    public async Task HeadIsAnsweredWhereGetIsAndWithoutABody(string path, string type)
    {
        using var answer = await SendAsync("HEAD", path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheRouteSeesThatItIsHead()
    {
        using var head = await SendAsync("HEAD", "/method");
        using var get = await SendAsync("GET", "/method");

        head.Headers.GetValues("X-Method").ShouldBe(["HEAD"]);
        get.Headers.GetValues("X-Method").ShouldBe(["GET"]);
    }

    [Theory]
    [InlineData("/posted", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/broken", HttpStatusCode.NotFound)]
    public async Task AnErrorOnHeadHasNoBodyEither(string path, HttpStatusCode status)
    {
        using var answer = await SendAsync("HEAD", path);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/text", "GET, HEAD")]
    [InlineData("/posted", "POST")]
    public async Task WhatIsAllowedIsTold(string path, string allowed)
    {
        using var answer = await SendAsync("DELETE", path);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", answer.Content.Headers.Allow).ShouldBe(allowed);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"This route takes {allowed}.");
    }

    [Fact]
    public async Task OneConnectionGoesOnAfterHead()
    {
        for (var i = 0; i < 3; i++)
        {
            (await SendAsync("HEAD", "/text")).Dispose();
            (await _client.GetStringAsync(new Uri("/text", UriKind.Relative))).ShouldBe("the method is GET");
        }
    }

    [Theory]
    [InlineData("head", "/text", "405", "GET, HEAD")]
    [InlineData("Head", "/health", "405", "GET, HEAD")]
    [InlineData("get", "/text", "405", "GET, HEAD")]
    [InlineData("Get", "/metrics", "405", "GET, HEAD")]
    [InlineData("post", "/posted", "405", "POST")]
    [InlineData("head", "/nothing", "404", null)]
    [InlineData("head", "/broken", "405", "GET, HEAD")]
    public async Task AMethodInOtherLettersIsOneThatNoRouteTakes(string method, string path, string status, string? allowed)
    {
        var answer = await _service.SendRawAsync($"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("\"error_code\":");
        if (allowed is not null)
            answer.ShouldContain($"\r\nAllow: {allowed}\r\n");
    }

    [Fact]
    public async Task OneConnectionGoesOnAfterAMethodInOtherLetters()
    {
        var answer = await _service.SendRawAsync("head /text HTTP/1.1\r\nHost: a\r\n\r\nGET /text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 405 ");
        answer.ShouldEndWith("the method is GET");
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return await _client.SendAsync(request);
    }
}
