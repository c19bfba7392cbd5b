using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.Tests.Documentation;

public sealed partial class DocumentationTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/openapi.json")]
    [InlineData("/docs/index.html")]
    [InlineData("/redoc/index.html")]
    [InlineData("/redoc/redoc.standalone.js")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    public async Task HeadTellsOfAPageWhatGetDoes(string path)
    {
        var gateway = fixture.Fresh().Gateway;
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await gateway.Client.SendAsync(request);
        using var get = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative));

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

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
            "DELETE /admin/keys/{id}", "DELETE /documents/{id}", "GET /admin/keys", "GET /artifacts", "GET /artifacts/{id}", "GET /budget", "GET /documents", "GET /documents/{id}", "GET /domains",
            "GET /health", "GET /metrics", "GET /ready", "GET /runs/{id}", "GET /stats",
            "GET /v1/models", "GET /v1/models/{model}",
            "POST /admin/keys", "POST /agents/{agent}", "POST /artifacts/{id}/verify", "POST /documents", "POST /query", "POST /query/stream",
            "POST /search", "POST /search/stream", "POST /search/{search_id}/stop", "POST /v1/chat/completions", "POST /v1/embeddings",
        ]);
        foreach (var (path, operation) in Operations(document.RootElement))
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
            var isOpen = path is "/health" or "/ready" or "/metrics";
            operation.GetProperty("security").GetArrayLength().ShouldBe(isOpen ? 0 : 2);
            string[] expected = isOpen ? ["400"] : ["400", "401", "403", "429", "500", "503", "504"];
            foreach (var status in expected)
                operation.GetProperty("responses").TryGetProperty(status, out _).ShouldBeTrue($"{path} {status}");
        }
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/embeddings")]
    public async Task AModelThatThereIsNotIsDescribed(string path)
    {
        using var document = await DocumentAsync();

        var error = document.RootElement.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("responses").GetProperty("404").GetProperty("content")
            .GetProperty("application/json").GetProperty("examples").GetProperty("not_found").GetProperty("value").GetProperty("error");

        error.GetProperty("code").GetString().ShouldBe("model_not_found");
        error.GetProperty("param").GetString().ShouldBe("model");
    }

    [Fact]
    public async Task AConversationThatIsStreamedIsDescribed()
    {
        using var document = await DocumentAsync();

        var content = document.RootElement.GetProperty("paths").GetProperty("/v1/chat/completions").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("content");

        content.EnumerateObject().Select(kind => kind.Name).ShouldBe(["application/json", "text/event-stream"]);
        content.GetProperty("text/event-stream").GetProperty("schema").GetProperty("type").GetString().ShouldBe("string");
        content.GetProperty("text/event-stream").GetProperty("example").GetString()!.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task EveryErrorHasABodyAnExampleAndItsHeaders()
    {
        using var document = await DocumentAsync();

        foreach (var (path, operation) in Operations(document.RootElement))
        {
            var error = path.StartsWith("/v1/", StringComparison.Ordinal) ? "OpenAiErrorResponse" : "ErrorResponse";
            foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            {
                var content = response.Value.GetProperty("content").GetProperty("application/json");
                if (path is not ("/health" or "/ready") || response.Name != "503")
                    content.GetProperty("schema").GetProperty("$ref").GetString().ShouldBe($"#/components/schemas/{error}", path);
                (content.TryGetProperty("example", out _) || content.GetProperty("examples").EnumerateObject().Any() || path == "/metrics").ShouldBeTrue($"{path} {response.Name}");
                var headers = response.Value.GetProperty("headers").EnumerateObject().Select(header => header.Name).ToArray();
                headers.ShouldContain("X-Request-ID");
                headers.Contains("Retry-After").ShouldBe(response.Name is "429" or "503", $"{path} {response.Name}");
                headers.Contains("WWW-Authenticate").ShouldBe(response.Name is "401" or "403");
                headers.Contains("RateLimit").ShouldBe(path is not ("/health" or "/ready" or "/metrics") && response.Name is not ("401" or "403"), $"{path} {response.Name}");
            }
        }
    }

    [Fact]
    public async Task EveryBodyHasAnExample()
    {
        using var document = await DocumentAsync();

        foreach (var (path, operation) in Operations(document.RootElement))
        {
            var bodies = operation.GetProperty("responses").EnumerateObject().Select(response => response.Value);
            if (operation.TryGetProperty("requestBody", out var request))
                bodies = bodies.Append(request);
            foreach (var content in bodies.Where(body => body.TryGetProperty("content", out _)).SelectMany(body => body.GetProperty("content").EnumerateObject()))
                (content.Value.TryGetProperty("example", out _) || content.Value.TryGetProperty("examples", out _)).ShouldBeTrue($"{path} {content.Name} {operation.GetProperty("operationId")}");
        }
    }

    [Fact]
    public async Task TheDocumentSaysWhoStandsBehindIt()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await TestGateway.StartAsync(upstream, ("Documentation:ContactEmail", "desk@example.org"), ("Documentation:LicenseName", "MIT"), ("Documentation:LicenseIdentifier", "MIT"));

        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));

        document.RootElement.GetProperty("info").GetProperty("contact").GetProperty("email").GetString().ShouldBe("desk@example.org");
        document.RootElement.GetProperty("info").GetProperty("license").GetProperty("identifier").GetString().ShouldBe("MIT");
        document.RootElement.GetProperty("tags").EnumerateArray().ShouldAllBe(tag => tag.GetProperty("description").GetString()!.Length > 0);
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

    [Fact]
    public async Task WhatIsStoredIsFoundByItsLocation()
    {
        using var document = await DocumentAsync();

        var responses = document.RootElement.GetProperty("paths").GetProperty("/documents").GetProperty("post").GetProperty("responses").EnumerateObject();

        responses.Where(response => response.Value.GetProperty("headers").TryGetProperty("Location", out _)).Select(response => response.Name).ShouldBe(["201"]);
    }

    [Fact]
    public async Task NoDescriptionNamesAMemberOfTheCode()
    {
        using var document = await DocumentAsync();

        var descriptions = DescriptionsIn(document.RootElement).ToArray();

        descriptions.Length.ShouldBeGreaterThan(300);
        descriptions.ShouldAllBe(text => !MemberOfTheCode().IsMatch(text));
    }

    [Fact]
    public async Task AQuestionOfWhiteSpaceIsRefusedAsTheSchemaSays()
    {
        using var document = await DocumentAsync();
        var question = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("QueryRequest").GetProperty("properties").GetProperty("query");

        using var response = await fixture.Fresh().Gateway.PostAsync("/query", """{"query": " \n\t "}""");

        question.GetProperty("pattern").GetString().ShouldBe(@"\S");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    [InlineData("/docs/swagger-ui.css")]
    [InlineData("/redoc")]
    [InlineData("/redoc/")]
    [InlineData("/redoc/index.html")]
    [InlineData("/redoc/redoc.standalone.js")]
    public async Task ThePagesOfTheDocumentationAreServedWithoutTheInternet(string path)
    {
        var gateway = fixture.Fresh().Gateway;
        gateway.Client.DefaultRequestHeaders.Clear();

        using var response = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe(path, "a page stands at its own address");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'; script-src 'self'; connect-src 'self';");
        policy.ShouldNotContain("unsafe-inline");
        policy.ShouldNotContain("unsafe-eval");
        policy.ShouldNotContain("http");
        if (response.Content.Headers.ContentType?.MediaType == "text/html")
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
        foreach (var link in (string[])["/docs", "/redoc", "/openapi.json", "/metrics", "/health", "/ready"])
            html.ShouldContain($"href=\"{link}\"");
        html.ShouldNotContain("{{");
        html.ShouldNotMatch("(src|href)=\"(https?:)?//");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe-inline");
    }

    [Fact]
    public async Task TheScriptOfRedocNamesNoServerForPictures()
    {
        var gateway = fixture.Fresh().Gateway;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/redoc/redoc.standalone.js");
        using var plain = await gateway.Client.SendAsync(request);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/redoc/redoc.standalone.js");
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag!);
        using var known = await gateway.Client.SendAsync(again);
        using var compressed = new HttpRequestMessage(HttpMethod.Get, "/redoc/redoc.standalone.js");
        compressed.Headers.AcceptEncoding.ParseAdd("gzip");
        using var small = await gateway.Client.SendAsync(compressed);

        (await plain.Content.ReadAsStringAsync()).ShouldNotContain("cdn.redoc.ly");
        known.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        small.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        (await small.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(500_000);
    }

    private static IEnumerable<(string Path, JsonElement Operation)> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value)));

    private static IEnumerable<string> DescriptionsIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property is { Name: "description", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : DescriptionsIn(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(DescriptionsIn),
        _ => [],
    };

    // A type and a member, as the generator writes a reference to one.
    [GeneratedRegex(@"\b[A-Za-z]+\?? [A-Z]\w+\.[A-Z]\w+")]
    private static partial Regex MemberOfTheCode();

    private async Task<JsonDocument> DocumentAsync() => JsonDocument.Parse(await fixture.Fresh().Gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
}
