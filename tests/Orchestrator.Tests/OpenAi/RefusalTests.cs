using System.Net;
using MctsAspire.Orchestrator.Tests.Fakes;

namespace MctsAspire.Orchestrator.Tests.OpenAi;

public sealed class RefusalTests : IAsyncLifetime
{
    private const string Path = "/v1/chat/completions";
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync() => _app = await RunningOrchestrator.StartAsync(_world);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools")]
    [InlineData("\"tool_choice\":\"required\"", "tool_choice")]
    [InlineData("\"functions\":[{}]", "functions")]
    [InlineData("\"logprobs\":true", "logprobs")]
    [InlineData("\"top_logprobs\":3", "top_logprobs")]
    [InlineData("\"logit_bias\":{\"5\":1}", "logit_bias")]
    [InlineData("\"frequency_penalty\":0.1", "frequency_penalty")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"audio\":{}", "audio")]
    [InlineData("\"reasoning_effort\":\"low\"", "reasoning_effort")]
    [InlineData("\"store\":true", "store")]
    [InlineData("\"temperature\":2.1", "temperature")]
    [InlineData("\"top_p\":0", "top_p")]
    [InlineData("\"max_tokens\":0", "max_tokens")]
    [InlineData("\"max_tokens\":5,\"max_completion_tokens\":6", "max_tokens")]
    [InlineData("\"iterations\":10001", "iterations")]
    [InlineData("\"iterations\":5,\"mcts_iterations\":6", "iterations")]
    [InlineData("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop")]
    [InlineData("\"stop\":[\"a\",\"\"]", "stop[1]")]
    [InlineData("\"stop\":7", "stop")]
    [InlineData("\"stream_options\":{\"include_usage\":true}", "stream_options")]
    [InlineData("\"response_format\":{\"type\":\"json_object\"}", "response_format")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"seed\":-1", "seed")]
    [InlineData("\"thread_id\":\"a b\"", "thread_id")]
    [InlineData("\"best_of\":2", "best_of")]
    public async Task WhatIsNotOfferedIsRefusedByItsName(string field, string name)
    {
        var body = $$"""{"model":"mcts","messages":[{"role":"user","content":"What colour?"}],{{field}}}""";

        var answer = await _app.PostTextAsync(Path, body, "application/json", HttpStatusCode.BadRequest);

        var error = answer.GetProperty("error");
        error.Text("param").ShouldBe(name);
        error.Text("message").ShouldStartWith($"{name}: ");
        error.Text("type").ShouldBe("invalid_request_error");
        _world.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"role":"tool","content":"x","tool_call_id":"1"}""", "messages[0].role")]
    [InlineData("""{"role":"narrator","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":[]}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":7}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"x"}}]}""", "messages[0].content[1].type")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio"}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":" "}""", "messages[0].content")]
    [InlineData("""{"role":"system","content":"Be kind."}""", "messages[0]")]
    [InlineData("""{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}""", "messages[1]")]
    [InlineData("""{"role":"user","content":"Hi"},{"role":"assistant","content":""}""", "messages[1]")]
    [InlineData("""{"role":"assistant","content":"Hi","tool_calls":[{}]},{"role":"user","content":"Hi"}""", "messages[0].tool_calls")]
    public async Task AMessageThatIsNoTextIsRefusedAtItsPlace(string messages, string place)
    {
        var answer = await _app.PostTextAsync(Path, $$"""{"model":"hrm","messages":[{{messages}}]}""", "application/json", HttpStatusCode.BadRequest);

        answer.GetProperty("error").Text("param").ShouldBe(place);
    }

    [Theory]
    [InlineData("hrm", "use_mcts", "true")]
    [InlineData("trm", "iterations", "5")]
    [InlineData("auto", "use_mcts", "true")]
    [InlineData("direct", "mcts_iterations", "5")]
    [InlineData("direct", "use_rag", "false")]
    public async Task AnOptionOfAnotherModelIsRefused(string model, string option, string value)
    {
        var body = $$"""{"model":"{{model}}","messages":[{"role":"user","content":"What colour?"}],"{{option}}":{{value}}}""";

        var answer = await _app.PostTextAsync(Path, body, "application/json", HttpStatusCode.BadRequest);

        answer.GetProperty("error").Text("param").ShouldBe(option);
    }

    [Fact]
    public async Task WhatChangesNothingIsAccepted()
    {
        const string Body = """
            {"model":"mcts","messages":[{"role":"assistant","content":"Hi","refusal":null,"annotations":[],"tool_calls":null},{"role":"user","content":"What colour?","name":"ann"}],
             "n":1,"frequency_penalty":0,"presence_penalty":0.0,"tools":[],"tool_choice":"none","parallel_tool_calls":true,"functions":null,"logprobs":false,"top_logprobs":null,
             "logit_bias":{},"modalities":["text"],"audio":null,"response_format":{"type":"text"},"service_tier":"auto","store":false,"metadata":{},"user":"u","stop":[],
             "stream":false,"stream_options":null,"temperature":null,"top_p":1,"max_tokens":null,"seed":null,"thread_id":null,"reasoning_effort":null,"prompt_cache_key":"k"}
            """;

        var answer = await _app.PostTextAsync(Path, Body, "application/json", HttpStatusCode.OK);

        answer.GetProperty("choices").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("gpt-9")]
    [InlineData("MCTS")]
    public async Task AnUnknownModelIsNotFound(string model)
    {
        var answer = await _app.PostAsync(Path, new { model, messages = new[] { new { role = "user", content = "Hi" } } }, expected: HttpStatusCode.NotFound);

        answer.GetProperty("error").Text("code").ShouldBe("model_not_found");
        answer.GetProperty("error").Text("param").ShouldBe("model");
        await _app.GetAsync($"/v1/models/{model}", expected: HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task TheModelsAreListed()
    {
        var list = await _app.GetAsync("/v1/models");

        list.Text("object").ShouldBe("list");
        list.GetProperty("data").EnumerateArray().Select(model => model.Text("id")).ShouldBe(["mcts", "hrm", "trm", "auto", "direct"]);
        (await _app.GetAsync("/v1/models/trm")).Text("object").ShouldBe("model");
    }
}
