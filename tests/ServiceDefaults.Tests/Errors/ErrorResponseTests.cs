using System.Net;
using System.Text;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Tests.Errors;

public sealed class ErrorResponseTests
{
    public static TheoryData<FrameworkException, int> Failures => new()
    {
        { new ValidationException("query", "must be a text"), 400 },
        { new AuthenticationException("a"), 401 },
        { new AuthorizationException("b"), 403 },
        { new NotFoundException("c"), 404 },
        { new ConflictException("d"), 409 },
        { new PayloadTooLargeException("e"), 413 },
        { new UnsupportedMediaTypeException("f"), 415 },
        { new RateLimitException("g", TimeSpan.FromSeconds(1.2)), 429 },
        { new BudgetException("h"), 429 },
        { new InternalErrorException("i"), 500 },
        { new MctsException("j"), 500 },
        { new RagException("k"), 500 },
        { new ConfigurationException("l"), 500 },
        { new LlmException("m"), 502 },
        { new ServiceUnavailableException("n"), 503 },
        { new OperationTimeoutException("o"), 504 },
    };

    [Theory]
    [InlineData(408, "invalid_request_error")]
    [InlineData(504, "server_error")]
    public void OnOpenAisPathsATimeOutIsWhoseTheStatusSays(int status, string type) => OpenAiErrorResponse.Create(ErrorCode.Timeout, "It took too long.", status).Error.Type.ShouldBe(type);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureLeavesWithItsStatusAndCode(FrameworkException failure, int status)
    {
        await using var service = await TestService.StartAsync(map: app => app.MapGet("/fail", () => { throw failure; }));

        var (response, error) = await GetErrorAsync(service, "/fail");

        ((int)response.StatusCode).ShouldBe(status);
        error.ErrorCode.ShouldBe(failure.Code.Name);
        error.Message.ShouldBe(failure.Message);
        response.Headers.RetryAfter?.Delta?.TotalSeconds.ShouldBe(Math.Ceiling(failure.RetryAfter!.Value.TotalSeconds));
        (response.Headers.RetryAfter is null).ShouldBe(failure.RetryAfter is null);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task AnUnforeseenFailureShowsNothingOfItself(string environment)
    {
        await using var service = await TestService.StartAsync(
            builder => builder.Environment.EnvironmentName = environment,
            app => app.MapGet("/fail", () => { throw new InvalidOperationException("swordfish in Some.Code()"); }));

        var (response, error) = await GetErrorAsync(service, "/fail");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        error.ErrorCode.ShouldBe("INTERNAL_ERROR");
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldNotContain("swordfish");
        body.ShouldNotContain(" at ");
    }

    [Fact]
    public async Task ABodyIsReadStrictlyAndAnswersAreSnakeCase()
    {
        await using var service = await TestService.StartAsync(map: app => app.MapPost("/echo", async (HttpRequest request, CancellationToken cancellationToken) =>
            await StrictJson.ReadAsync<QueryRequest>(request, cancellationToken)));
        using var client = service.CreateClient();

        using var good = await client.PostAsync(new Uri("/echo", UriKind.Relative), new StringContent("""{"query":"é<"}""", Encoding.UTF8, "application/json"));
        using var bad = await client.PostAsync(new Uri("/echo", UriKind.Relative), new StringContent("""{"query":1}""", Encoding.UTF8, "application/json"));
        using var other = await client.PostAsync(new Uri("/echo", UriKind.Relative), new StringContent("""{"query":"a"}""", Encoding.UTF8, "text/plain"));

        (await good.Content.ReadAsStringAsync()).ShouldBe("""{"query":"é<","use_mcts":true,"use_rag":true}""");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        other.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "NOT_FOUND")]
    [InlineData("DELETE", "/health", 405, "METHOD_NOT_ALLOWED")]
    public async Task ABareStatusGetsItsBody(string method, string path, int status, string code)
    {
        await using var service = await TestService.StartAsync();
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        StrictJson.Parse<ErrorResponse>(await response.Content.ReadAsByteArrayAsync()).ErrorCode.ShouldBe(code);
    }

    private static async Task<(HttpResponseMessage Response, ErrorResponse Error)> GetErrorAsync(TestService service, string path)
    {
        using var client = service.CreateClient();
        var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response, StrictJson.Parse<ErrorResponse>(await response.Content.ReadAsByteArrayAsync()));
    }
}
