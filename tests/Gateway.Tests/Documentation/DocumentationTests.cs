using System.Net;
using System.Text.Json;

namespace MctsAspire.Gateway.Tests.Documentation;

public sealed class DocumentationTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task TheDocumentDescribesEveryRouteWithItsKeyAndItsErrors()
    {
        var gateway = fixture.Fresh().Gateway;
        gateway.Client.DefaultRequestHeaders.Clear();

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));

        document.RootElement.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        var paths = document.RootElement.GetProperty("paths");
        var operations = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        operations.Order(StringComparer.Ordinal).ShouldBe(
        [
            "DELETE /documents/{id}", "GET /artifacts", "GET /artifacts/{id}", "GET /budget", "GET /documents", "GET /documents/{id}", "GET /domains", "GET /runs/{id}", "GET /stats",
            "GET /v1/models", "GET /v1/models/{model}",
            "POST /agents/{agent}", "POST /artifacts/{id}/verify", "POST /documents", "POST /query", "POST /query/stream",
            "POST /search", "POST /search/stream", "POST /search/{search_id}/stop", "POST /v1/chat/completions", "POST /v1/embeddings",
        ]);
        foreach (var (path, operation) in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation))))
        {
            var error = path.StartsWith("/v1/", StringComparison.Ordinal) ? "OpenAiErrorResponse" : "ErrorResponse";
            operation.Value.GetProperty("security").GetArrayLength().ShouldBe(2);
            operation.Value.GetProperty("responses").GetProperty("401").GetProperty("content").GetProperty("application/json")
                .GetProperty("schema").GetProperty("$ref").GetString().ShouldBe($"#/components/schemas/{error}");
            operation.Value.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.Value.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task TheDocumentStatesTheBoundsOfAQuery()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("MAX_QUERY_LENGTH", "500"));

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
        var schema = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("QueryRequest");
        var fields = schema.GetProperty("properties");

        schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["query"]);
        fields.GetProperty("query").GetProperty("maxLength").GetInt32().ShouldBe(500);
        fields.GetProperty("mcts_iterations").GetProperty("maximum").GetInt32().ShouldBe(10_000);
        fields.GetProperty("thread_id").GetProperty("pattern").GetString().ShouldBe("^[a-zA-Z0-9_-]+$");
        fields.GetProperty("use_mcts").GetProperty("default").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task TheExamplesOfASearchAreOnesThatTheGatewayLetsThrough()
    {
        var (gateway, upstream) = fixture.Fresh();
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
        var content = document.RootElement.GetProperty("paths").GetProperty("/search").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var fields = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("SearchRequest").GetProperty("properties");

        var examples = content.GetProperty("examples").EnumerateObject().Select(example => example.Value.GetProperty("value").GetRawText()).ToArray();
        foreach (var example in examples)
        {
            using var response = await gateway.PostAsync("/search", example);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        examples.Length.ShouldBe(3);
        upstream.Received.Count.ShouldBe(3);
        fields.GetProperty("iterations").GetProperty("maximum").GetInt32().ShouldBe(10_000_000);
        fields.GetProperty("backup").GetProperty("enum").EnumerateArray().Select(value => value.GetString()).ShouldBe(["mean", "max"]);
        fields.GetProperty("problem").GetProperty("type").GetString().ShouldBe("object");
    }

    [Theory]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    [InlineData("/docs/swagger-ui.css")]
    public async Task ThePageToTryTheApiIsServedWithoutTheInternet(string path)
    {
        var gateway = fixture.Fresh().Gateway;

        using var response = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        if (path.EndsWith("html", StringComparison.Ordinal))
            (await response.Content.ReadAsStringAsync()).ShouldNotMatch("(src|href)=\"(https?:)?//");
    }

    [Fact]
    public async Task TheStartPageLinksOnAndLoadsNothingFromElsewhere()
    {
        var gateway = fixture.Fresh().Gateway;
        gateway.Client.DefaultRequestHeaders.Clear();

        using var response = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative));
        var html = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        html.ShouldContain("href=\"/docs\"");
        html.ShouldContain("href=\"/ready\"");
        html.ShouldNotContain("{{");
        html.ShouldNotMatch("(src|href)=\"(https?:)?//");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe-inline");
    }
}
