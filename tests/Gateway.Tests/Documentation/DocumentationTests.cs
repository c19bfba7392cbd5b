using System.Globalization;
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
        foreach (var operation in (await ApiDocument.ReadAsync(gateway)).Operations)
        {
            operation.Described.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.Described.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            operation.Described.GetProperty("operationId").GetString().ShouldNotBeNullOrEmpty();
            var isOpen = operation.Path is "/health" or "/ready" or "/metrics";
            operation.Described.GetProperty("security").GetArrayLength().ShouldBe(isOpen ? 0 : 2);
            int[] expected = [400, 405, 408, 414, 431, 500, 503, .. isOpen ? Array.Empty<int>() : [401, 403, 429]];
            expected.Except(operation.Errors).ShouldBeEmpty(operation.ToString());
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
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        foreach (var operation in document.Operations)
        {
            var form = operation.Path.StartsWith("/v1/", StringComparison.Ordinal) ? "OpenAiErrorResponse" : "ErrorResponse";
            foreach (var (status, response) in ResponsesOf(operation).Where(response => response.Status >= 400))
            {
                var content = response.GetProperty("content").GetProperty("application/json");
                FormsOf(content.GetProperty("schema")).ShouldContain(form, $"{operation} {status}");
                (content.TryGetProperty("example", out _) || content.GetProperty("examples").EnumerateObject().Any()).ShouldBeTrue($"{operation} {status}");
                var headers = response.GetProperty("headers").EnumerateObject().Select(header => header.Name).ToArray();
                headers.ShouldContain("X-Request-ID");
                headers.Contains("Retry-After").ShouldBe(status is 429 or 502 or 503, $"{operation} {status}");
                headers.Contains("WWW-Authenticate").ShouldBe(status is 401 or 403, $"{operation} {status}");
                headers.Contains("Allow").ShouldBe(status == 405, $"{operation} {status}");
                headers.Contains("RateLimit").ShouldBe(operation.NeedsKey && status is not (401 or 403 or 405 or 414 or 431), $"{operation} {status}");
            }
        }
    }

    [Fact]
    public async Task EveryBodyHasAnExample()
    {
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        foreach (var operation in document.Operations)
        {
            var bodies = ResponsesOf(operation).Select(response => response.Described);
            if (operation.TakesBody)
                bodies = bodies.Append(operation.Described.GetProperty("requestBody"));
            foreach (var content in bodies.Where(body => body.TryGetProperty("content", out _)).SelectMany(body => body.GetProperty("content").EnumerateObject()))
                (content.Value.TryGetProperty("example", out _) || content.Value.TryGetProperty("examples", out _)).ShouldBeTrue($"{operation} {content.Name}");
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
        var document = await ApiDocument.ReadAsync(fixture.Fresh().Gateway);

        var responses = ResponsesOf(document.Operations.Single(operation => operation.ToString() == "POST /documents"));

        responses.Where(response => response.Described.GetProperty("headers").TryGetProperty("Location", out _)).Select(response => response.Status).ShouldBe([201]);
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

    private static IEnumerable<(int Status, JsonElement Described)> ResponsesOf(ApiOperation operation) => operation.Described.GetProperty("responses").EnumerateObject()
        .Select(response => (int.Parse(response.Name, CultureInfo.InvariantCulture), operation.Document.Resolve(response.Value)));

    private static IEnumerable<string> FormsOf(JsonElement schema) => schema.TryGetProperty("anyOf", out var choices)
        ? choices.EnumerateArray().SelectMany(FormsOf)
        : [schema.GetProperty("$ref").GetString()!["#/components/schemas/".Length..]];

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
