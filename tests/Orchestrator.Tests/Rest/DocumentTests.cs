using System.Net;
using System.Text;
using System.Text.Json;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class DocumentTests : IAsyncLifetime
{
    private const int FiveMebibytes = 5 * 1024 * 1024;

    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync() => _app = await RunningOrchestrator.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task ADocumentIsStoredAndGivenBack()
    {
        var list = await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red.", metadata = new { source = "manual" } }, expected: HttpStatusCode.Created);

        list.GetProperty("documents")[0].Text("id").ShouldBe("tank");
        list.GetProperty("total").GetInt32().ShouldBe(1);
        var document = await _app.GetAsync("/documents/tank");
        document.Text("text").ShouldBe("The tank is red.");
        document.GetProperty("length").GetInt32().ShouldBe(16);
        document.GetProperty("passages").GetInt32().ShouldBe(1);
        document.GetProperty("metadata").Text("source").ShouldBe("manual");
    }

    [Fact]
    public async Task AnArrayIsStoredInOneGoAndListedInPages()
    {
        await _app.PostAsync("/documents", Enumerable.Range(0, 5).Select(i => new { id = $"doc{i}", title = "t", text = "x" }), expected: HttpStatusCode.Created);

        var first = await _app.GetAsync("/documents?limit=3");
        var second = await _app.GetAsync($"/documents?limit=3&after={first.Text("next")}");

        first.GetProperty("documents").EnumerateArray().Select(document => document.Text("id")).ShouldBe(["doc0", "doc1", "doc2"]);
        second.GetProperty("documents").GetArrayLength().ShouldBe(2);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        second.GetProperty("total").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task AnArrayWithABadDocumentStoresNoneAndNamesTheField()
    {
        var error = await _app.PostAsync("/documents", new object[] { new { title = "t", text = "x" }, new { title = "t" } }, expected: HttpStatusCode.BadRequest);

        error.Text("error_code").ShouldBe("VALIDATION_ERROR");
        error.Text("message").ShouldContain("[1].text");
        (await _app.GetAsync("/documents")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task TwoDocumentsOfAnArrayMayNotHaveTheSameId()
    {
        var error = await _app.PostAsync("/documents", new object[] { new { id = "a", title = "t", text = "x" }, new { id = "a", title = "t", text = "y" } }, expected: HttpStatusCode.BadRequest);

        error.Text("message").ShouldStartWith("[1].id");
    }

    [Fact]
    public async Task TheSameContentWithoutAnIdIsOneDocument()
    {
        var first = await _app.PostAsync("/documents", new { title = "t", text = "x" }, expected: HttpStatusCode.Created);
        var second = await _app.PostAsync("/documents", new { title = "t", text = "x" }, expected: HttpStatusCode.Created);

        second.GetProperty("documents")[0].Text("id").ShouldBe(first.GetProperty("documents")[0].Text("id"));
        second.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task AnExistingIdIsReplaced()
    {
        await _app.PostAsync("/documents", new { id = "a", title = "t", text = "old" }, expected: HttpStatusCode.Created);
        await _app.PostAsync("/documents", new { id = "a", title = "t", text = "new" }, expected: HttpStatusCode.Created);

        (await _app.GetAsync("/documents/a")).Text("text").ShouldBe("new");
    }

    [Fact]
    public async Task ADeletedDocumentIsGone()
    {
        await _app.PostAsync("/documents", new { id = "a", title = "t", text = "x" }, expected: HttpStatusCode.Created);

        await _app.DeleteAsync("/documents/a", HttpStatusCode.NoContent);

        (await _app.GetAsync("/documents/a", expected: HttpStatusCode.NotFound)).Text("error_code").ShouldBe("NOT_FOUND");
        await _app.DeleteAsync("/documents/a", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/documents", "text/markdown", "Intro.\n\n# Tanks\n\nRed.", "Tanks")]
    [InlineData("/documents", "text/markdown; charset=utf-8", "Pumps\n=====\n\nBlue.", "Pumps")]
    [InlineData("/documents", "text/plain", "\uFEFFFirst line\nsecond", "First line")]
    [InlineData("/documents?title=Given&id=given", "text/markdown", "# Tanks", "Given")]
    public async Task ATextBodyIsADocumentWithItsHeadingAsTitle(string path, string type, string text, string title)
    {
        var stored = await _app.PostTextAsync(path, text, type, HttpStatusCode.Created);

        stored.GetProperty("documents")[0].Text("title").ShouldBe(title);
        (await _app.GetAsync("/documents/" + stored.GetProperty("documents")[0].Text("id"))).Text("text").ShouldBe(text.TrimStart('\uFEFF'));
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("application/pdf")]
    [InlineData("text/html")]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("")]
    public async Task ABodyOfAnotherKindIsRefused(string type) =>
        (await _app.PostTextAsync("/documents", "x", type, HttpStatusCode.UnsupportedMediaType)).Text("message").ShouldContain("text/markdown");

    [Theory]
    [InlineData(new byte[] { 0x50, 0x4B, 0x03, 0x04, 0xFF, 0xFE }, "UTF-8")]
    [InlineData(new byte[] { 0x61, 0x00, 0x62 }, "NUL")]
    [InlineData(new byte[] { 0x20, 0x0A }, "white space")]
    [InlineData(new byte[0], "white space")]
    public async Task BinaryContentIsRefused(byte[] body, string problem)
    {
        var error = await _app.PostTextAsync("/documents", body, "text/plain", HttpStatusCode.BadRequest);

        error.Text("message").ShouldStartWith("body:");
        error.Text("message").ShouldContain(problem);
    }

    [Theory]
    [InlineData("""{"title":"t","text":"a\u0000b"}""", "text")]
    [InlineData("""{"title":"t","text":"a\ud800b"}""", "text")]
    [InlineData("""{"title":"t","text":"x","id":"a/b"}""", "id")]
    [InlineData("""{"title":"t","text":"x","colour":"red"}""", "colour")]
    [InlineData("""{"title":"t","text":7}""", "text")]
    [InlineData("""{"title":"t","text":"   "}""", "text")]
    [InlineData("""{"title":"","text":"x"}""", "title")]
    [InlineData("""{"title":"t","text":"x","metadata":{"a":1}}""", "metadata.a")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"title":"t","text":"x"}}""", "body")]
    [InlineData("""7""", "body")]
    public async Task ABadDocumentIsRefusedAndItsFieldNamed(string body, string field)
    {
        (await _app.PostTextAsync("/documents", body, "application/json", HttpStatusCode.BadRequest)).Text("message").ShouldStartWith(field + ":");
        (await _app.GetAsync("/documents")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    // One character that form C writes as three.
    private static readonly string Notes = string.Concat(Enumerable.Repeat("\U0001D160", 500));

    [Theory]
    [InlineData("", "title:")]
    [InlineData("[]", "[0].title:")]
    public async Task ATitleThatGrowsBeyondItsBoundWhenItIsCleanedIsRefused(string list, string field)
    {
        var document = new { id = "notes", title = Notes, text = "Lunch is served." };

        var error = await _app.PostAsync("/documents", list.Length > 0 ? new[] { document } : document, expected: HttpStatusCode.BadRequest);

        error.Text("message").ShouldStartWith($"{field} must have at most 500 characters");
        (await _app.GetAsync("/documents")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task ATitleInTheAddressIsHeldToTheSameBoundOnceItIsCleaned() =>
        (await _app.PostTextAsync($"/documents?title={Uri.EscapeDataString(Notes)}", "Lunch is served.", "text/plain", HttpStatusCode.BadRequest)).Text("message").ShouldStartWith("title:");

    [Fact]
    public async Task ATitleThatIsTakenFromTheTextIsCutOnceItIsCleaned()
    {
        var stored = await _app.PostTextAsync("/documents", $"# {Notes[..200]}\n\nLunch is served.", "text/markdown", HttpStatusCode.Created);

        stored.GetProperty("documents")[0].Text("title").Length.ShouldBeInRange(400, 500);
    }

    [Fact]
    public async Task ADocumentOfFiveMebibytesIsTakenAndALargerOneIsNot()
    {
        var words = string.Concat(Enumerable.Repeat("word soup. ", FiveMebibytes / 11));
        await _app.PostTextAsync("/documents?id=large&title=t", words, "text/plain", HttpStatusCode.Created);

        await _app.PostTextAsync("/documents", words + words, "text/plain", HttpStatusCode.RequestEntityTooLarge);
        (await _app.GetAsync("/documents")).GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData('ü', (FiveMebibytes / 2) + 1)]
    [InlineData('x', FiveMebibytes + 1)]
    public async Task ATooLargeTextIsTooLargeByEveryForm(char character, int characters)
    {
        var small = new { title = "t", text = "x" };
        var large = new { title = "t", text = new string(character, characters) };

        var alone = await _app.PostAsync("/documents", large, expected: HttpStatusCode.RequestEntityTooLarge);
        var second = await _app.PostAsync("/documents", new[] { small, large }, expected: HttpStatusCode.RequestEntityTooLarge);
        var text = await _app.PostTextAsync("/documents?title=t", large.text, "text/plain", HttpStatusCode.RequestEntityTooLarge);

        alone.Text("message").ShouldStartWith("text:");
        second.Text("message").ShouldStartWith("[1].text:");
        text.Text("message").ShouldStartWith("body:");
        new[] { alone, second, text }.ShouldAllBe(error => error.Text("error_code") == "PAYLOAD_TOO_LARGE");
        (await _app.GetAsync("/documents")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task AnIdIsOneFieldWithOneLimitWhereverItStands()
    {
        var longest = new string('a', 100);
        await _app.PostAsync("/documents", new { id = longest, title = "t", text = "x" }, expected: HttpStatusCode.Created);
        var tooLong = await _app.PostAsync("/documents", new { id = longest + "a", title = "t", text = "x" }, expected: HttpStatusCode.BadRequest);
        var beside = await _app.PostTextAsync($"/documents?id={longest}a&title=t", "x", "text/plain", HttpStatusCode.BadRequest);

        (await _app.GetAsync("/documents/" + longest)).Text("id").ShouldBe(longest);
        tooLong.Text("message").ShouldStartWith("id: ");
        beside.Text("message").ShouldStartWith("id: ");
        (await _app.GetAsync("/documents/none", expected: HttpStatusCode.NotFound)).Text("message").ShouldStartWith("id: ");
    }

    [Fact]
    public async Task AnArrayMayBeLargerThanOneDocument()
    {
        var text = new string('x', 3 * 1024 * 1024);

        var stored = await _app.PostAsync("/documents", Enumerable.Range(0, 4).Select(i => new { id = $"doc{i}", title = "t", text }), expected: HttpStatusCode.Created);

        stored.GetProperty("total").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task ABodyBeyondTheLimitIsRefused()
    {
        var body = new byte[(64 * 1024 * 1024) + 1];
        Array.Fill(body, (byte)' ');

        // The server may close the connection before it has read all that it refuses: the body waits until it is wanted, for however long a busy machine takes.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpClient(handler) { BaseAddress = _app.Client.BaseAddress };
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/documents") { Content = content };
        request.Headers.ExpectContinue = true;
        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/documents?limit=0", "limit")]
    [InlineData("/documents?limit=1001", "limit")]
    [InlineData("/documents?limit=ten", "limit")]
    [InlineData("/documents?limit=1&limit=2", "limit")]
    [InlineData("/documents?page=1", "page")]
    [InlineData("/artifacts?limit=0", "limit")]
    public async Task ABadParameterIsRefusedAndNamed(string path, string name) =>
        (await _app.GetAsync(path, expected: HttpStatusCode.BadRequest)).Text("message").ShouldStartWith(name + ":");

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/query", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/documents/..%2f..%2fetc", HttpStatusCode.NotFound)]
    [InlineData("/artifacts/..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound)]
    [InlineData("/runs/run_none", HttpStatusCode.NotFound)]
    public async Task WhatIsNotThereIsAnErrorOfTheCommonForm(string path, HttpStatusCode status) =>
        (await _app.GetAsync(path, expected: status)).GetProperty("error").GetBoolean().ShouldBeTrue();

    [Fact]
    public async Task OffsetsOfPassagesAreThoseOfTheStoredText()
    {
        var text = "# Über Tanks 🚰\r\n\r\nDer Tank ist rot. 日本語の文。\r\n\r\n## Ventile\r\n\r\nDas Ventil leckt.";
        await _app.PostTextAsync("/documents?id=tank", text, "text/markdown", HttpStatusCode.Created);
        var stored = (await _app.GetAsync("/documents/tank")).Text("text");

        var answer = await _app.PostAsync("/query", new { query = "Was macht das Ventil?" });

        foreach (var citation in answer.GetProperty("metadata").GetProperty("citations").EnumerateArray())
            stored[citation.GetProperty("start").GetInt32()..citation.GetProperty("end").GetInt32()].ShouldBe(citation.Text("text"));
        answer.Text("response").ShouldBe("Das Ventil leckt.");
        Encoding.UTF8.GetByteCount(stored).ShouldBe(Encoding.UTF8.GetByteCount(text));
    }
}
