using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Routes;

public sealed class OpenAiRouteTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Chat = "/v1/chat/completions";
    private const string Body = """{"model": "mcts",  "messages": [{"role":"user","content":"Why?"}]}""";

    [Fact]
    public async Task ABodyGoesThroughAsItCameWithItsClientAndWithoutItsKey()
    {
        var (gateway, upstream) = fixture.Fresh();
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestGateway.Key);

        using var response = await gateway.PostAsync(Chat, Body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Target.ShouldBe(Chat);
        upstream.Single.Text.ShouldBe(Body);
        upstream.Single.Headers["X-Client-Id"].ShouldBe("client_0");
        upstream.Single.Headers.Keys.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task AWrongKeyIsRefusedInOpenAisForm()
    {
        var gateway = fixture.Fresh().Gateway;
        gateway.Client.DefaultRequestHeaders.Clear();
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-0123456789");

        using var response = await gateway.PostAsync(Chat, Body);

        (await ErrorOfAsync(response, HttpStatusCode.Unauthorized)).GetProperty("code").GetString().ShouldBe("invalid_api_key");
    }

    [Theory]
    [InlineData("GET", Chat, HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("GET", "/v1/assistants", HttpStatusCode.NotFound, "not_found")]
    [InlineData("GET", "/v1/models/gpt-9", HttpStatusCode.NotFound, "model_not_found")]
    public async Task WhatIsNotThereIsToldInOpenAisForm(string method, string path, HttpStatusCode status, string code)
    {
        var (gateway, upstream) = fixture.Fresh();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await gateway.Client.SendAsync(request);

        (await ErrorOfAsync(response, status)).GetProperty("code").GetString().ShouldBe(code);
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task ABodyThatIsTooLargeIsRefusedInOpenAisForm()
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync(Chat, new byte[Protos.Rest.Limits.ChatBodyBytes + 1]);

        (await ErrorOfAsync(response, HttpStatusCode.RequestEntityTooLarge)).GetProperty("code").GetString().ShouldBe("payload_too_large");
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task ABodyOfAnotherTypeIsRefusedInOpenAisForm()
    {
        var gateway = fixture.Fresh().Gateway;

        using var response = await gateway.PostAsync(Chat, "x"u8.ToArray(), "text/plain");

        (await ErrorOfAsync(response, HttpStatusCode.UnsupportedMediaType)).GetProperty("type").GetString().ShouldBe("invalid_request_error");
    }

    [Fact]
    public async Task AnErrorOfTheOrchestratorComesThroughWithItsFieldAndItsWait()
    {
        await using var upstream = await Upstream.StartAsync(context => context.WriteErrorAsync(new RateLimitException("messages: too many.", TimeSpan.FromSeconds(7))));
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync(Chat, Body);

        var error = await ErrorOfAsync(response, HttpStatusCode.TooManyRequests);
        error.GetProperty("message").GetString().ShouldBe("messages: too many.");
        error.GetProperty("param").GetString().ShouldBe("messages");
        error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task AnErrorThatNobodyKnowsIsNotPassedOn()
    {
        await using var upstream = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsJsonAsync(new { error = new { message = "secret innards", code = "made_up" } });
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var response = await gateway.PostAsync(Chat, Body);

        (await ErrorOfAsync(response, HttpStatusCode.InternalServerError)).GetProperty("message").GetString().ShouldBe("The orchestrator service failed on this request.");
    }

    [Fact]
    public async Task AnOrchestratorThatIsDownIsToldInOpenAisForm()
    {
        var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream);
        await upstream.DisposeAsync();

        using var response = await gateway.PostAsync(Chat, Body);

        (await ErrorOfAsync(response, HttpStatusCode.ServiceUnavailable)).GetProperty("type").GetString().ShouldBe("server_error");
    }

    [Fact]
    public async Task AStreamIsNotHeldBack()
    {
        var read = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await read.Task;
            await context.Response.WriteAsync("data: 2\n\n");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat) { Content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json") };

        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync()).ShouldBe("data: 1");
        read.SetResult();
        (await reader.ReadToEndAsync()).ShouldContain("data: 2");
    }

    private static async Task<JsonElement> ErrorOfAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        body.EnumerateObject().Select(field => field.Name).ShouldBe(["error"]);
        var error = body.GetProperty("error");
        error.EnumerateObject().Select(field => field.Name).ShouldBe(["message", "type", "param", "code"]);
        return error;
    }
}
