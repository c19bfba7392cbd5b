using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.OpenAi;

public sealed class EmbeddingTests : IAsyncLifetime
{
    private const string Path = "/v1/embeddings";
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync() => _app = await RunningOrchestrator.StartAsync(_world);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task EachTextGetsItsVector()
    {
        var answer = await _app.PostAsync(Path, new { model = "direct", input = new[] { "a", "b" } });

        answer.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("index").GetInt32()).ShouldBe([0, 1]);
        answer.GetProperty("data")[1].GetProperty("embedding").EnumerateArray().Select(value => value.GetDouble()).ShouldBe([1, 0.5]);
        answer.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(3);
        answer.GetProperty("metadata").Text("model").ShouldBe("embed-1");
    }

    [Fact]
    public async Task InBase64AVectorIsItsFloats()
    {
        var answer = await _app.PostAsync(Path, new { model = "direct", input = "a", encoding_format = "base64" });

        var bytes = Convert.FromBase64String(answer.GetProperty("data")[0].Text("embedding"));
        bytes.Chunk(4).Select(four => BitConverter.ToSingle(four)).ShouldBe([0, 0.5f]);
    }

    [Theory]
    [InlineData("\"model\":\"direct\",\"input\":[]", "input")]
    [InlineData("\"model\":\"direct\",\"input\":\"\"", "input")]
    [InlineData("\"model\":\"direct\",\"input\":[\"a\",[1,2]]", "input[1]")]
    [InlineData("\"model\":\"direct\",\"input\":[1,2]", "input[0]")]
    [InlineData("\"model\":\"direct\",\"input\":\"a\",\"dimensions\":5", "dimensions")]
    [InlineData("\"model\":\"direct\",\"input\":\"a\",\"encoding_format\":\"hex\"", "encoding_format")]
    [InlineData("\"model\":\"hrm\",\"input\":\"a\"", "model")]
    public async Task ABadRequestIsRefusedAndItsFieldNamed(string fields, string field)
    {
        var answer = await _app.PostTextAsync(Path, $"{{{fields}}}", "application/json", HttpStatusCode.BadRequest);

        answer.GetProperty("error").Text("param").ShouldBe(field);
        _world.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnotherModelIsNotFound()
    {
        var answer = await _app.PostAsync(Path, new { model = "text-embedding-3-small", input = "a" }, expected: HttpStatusCode.NotFound);

        answer.GetProperty("error").Text("code").ShouldBe("model_not_found");
        answer.GetProperty("error").Text("message").ShouldContain("direct");
    }
}
