using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Tests.OpenAi;

public sealed class ChatCompletionTests : IAsyncLifetime
{
    private const string Path = "/v1/chat/completions";
    private static readonly object[] Question = [new { role = "user", content = "What colour is the tank?" }];
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world);
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task TheGraphAnswersInOpenAisFormWithMetadataOfOurs()
    {
        var answer = await _app.PostAsync(Path, new { model = "mcts", messages = Question, seed = 7, iterations = 20, thread_id = "session_1" });

        answer.Text("object").ShouldBe("chat.completion");
        answer.Text("model").ShouldBe("mcts");
        answer.GetProperty("created").GetInt64().ShouldBeGreaterThan(1_700_000_000);
        var choice = answer.GetProperty("choices").EnumerateArray().ShouldHaveSingleItem();
        choice.Text("finish_reason").ShouldBe("stop");
        choice.GetProperty("message").Text("role").ShouldBe("assistant");
        choice.GetProperty("message").Text("content").ShouldBe("The tank is red.");
        answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(0);
        var metadata = answer.GetProperty("metadata");
        metadata.Text("thread_id").ShouldBe("session_1");
        metadata.Text("stop_reason").ShouldBe("consensus");
        metadata.GetProperty("confidence").GetDouble().ShouldBe(0.8);
        metadata.GetProperty("citations")[0].Text("document_id").ShouldBe("tank");
        metadata.GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(20);
        (await _app.GetAsync($"/runs/{metadata.Text("run_id")}")).Text("status").ShouldBe("completed");
    }

    [Theory]
    [InlineData("hrm", "decompose")]
    [InlineData("trm", "critique")]
    public async Task OneAgentAnswersUnderItsName(string model, string call)
    {
        var answer = await _app.PostAsync(Path, new { model, messages = Question });

        answer.GetProperty("metadata").GetProperty("agents_used").EnumerateArray().Select(agent => agent.GetString()).ShouldBe([model]);
        _world.Count(call).ShouldBeGreaterThan(0);
        _world.Count("search").ShouldBe(0);
    }

    [Fact]
    public async Task TheSameMessagesWithTheSameSeedGetTheSameAnswer()
    {
        var first = await _app.PostAsync(Path, new { model = "mcts", messages = Question, seed = 7 });
        var second = await _app.PostAsync(Path, new { model = "mcts", messages = Question, seed = 7 });

        Same(second).ShouldBe(Same(first));
        second.Text("id").ShouldNotBe(first.Text("id"));
    }

    [Fact]
    public async Task EarlierMessagesAreTheTurnsAndThoseOfTheSystemHaveNoEffect()
    {
        AnswerRequest? asked = null;
        _world.Answer = request => FakeWorld.Draft(FakeWorld.FromFirst((asked = request).Passages, 0.8));

        var answer = await _app.PostAsync(Path, new
        {
            model = "trm",
            messages = new object[]
            {
                new { role = "system", content = "Speak like a pirate." },
                new { role = "user", content = "What is a tank?" },
                new { role = "assistant", content = new[] { new { type = "text", text = "A vehicle" }, new { type = "text", text = " in armour." } } },
                new { role = "user", content = "What colour is the tank?" },
            },
        });

        asked!.Query.ShouldBe("What colour is the tank?");
        asked.History.ShouldHaveSingleItem().ShouldBe(new Turn { Query = "What is a tank?", Response = "A vehicle in armour." });
        answer.GetProperty("metadata").GetProperty("not_used").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("messages[0]");
    }

    [Fact]
    public async Task AQuestionAloneIsAnsweredWithWhatItsThreadHolds()
    {
        var histories = new List<IReadOnlyList<Turn>>();
        _world.Answer = request =>
        {
            histories.Add([.. request.History]);
            return FakeWorld.Draft(FakeWorld.FromFirst(request.Passages, 0.8));
        };

        await _app.PostAsync(Path, new { model = "trm", messages = Question, thread_id = "session_1" });
        await _app.PostAsync(Path, new { model = "trm", messages = Question, thread_id = "session_1" });
        await _app.PostAsync(Path, new { model = "trm", messages = Question.Prepend(new { role = "user", content = "Another?" }), thread_id = "session_1" });

        histories[0].ShouldBeEmpty();
        histories[1].ShouldHaveSingleItem().Response.ShouldBe("The tank is red.");
        histories[2].ShouldHaveSingleItem().ShouldBe(new Turn { Query = "Another?" });
    }

    [Fact]
    public async Task TheTokensOfASearchAreCountedAsWell()
    {
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, FakeWorld.FromFirst(request.Reasoning.Passages, 0.8));
            found.Usage = new Usage { InputTokens = 500, OutputTokens = 40 };
            return found;
        };

        var usage = (await _app.PostAsync(Path, new { model = "mcts", messages = Question, iterations = 20 })).GetProperty("usage");

        (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32()).ShouldBe((500, 40));
    }

    [Fact]
    public async Task TheTokensOfALanguageModelAreCounted()
    {
        _world.Answer = request => new DraftResponse { Draft = FakeWorld.FromFirst(request.Passages, 0.8), Origin = FakeWorld.Spoke() };

        var usage = (await _app.PostAsync(Path, new { model = "trm", messages = Question })).GetProperty("usage");

        usage.GetProperty("prompt_tokens").GetInt32().ShouldBe(11);
        usage.GetProperty("completion_tokens").GetInt32().ShouldBe(7);
        usage.GetProperty("total_tokens").GetInt32().ShouldBe(18);
    }

    [Fact]
    public async Task AnAnswerEndsBeforeTheFirstTextThatStopsIt()
    {
        var answer = await _app.PostAsync(Path, new { model = "hrm", messages = Question, stop = new[] { "red", " is" } });

        answer.GetProperty("choices")[0].GetProperty("message").Text("content").ShouldBe("The tank");
    }

    [Fact]
    public async Task TheProviderAloneGetsEverythingThatWasAsked()
    {
        CompleteRequest? asked = null;
        _world.Complete = request =>
        {
            asked = request;
            return new CompleteResponse { Text = "{}", StopReason = "length", Origin = FakeWorld.Spoke() };
        };

        var answer = await _app.PostAsync(
            Path,
            new
            {
                model = "direct",
                messages = new object[] { new { role = "developer", content = "Be brief." }, new { role = "user", content = "Hello" }, new { role = "assistant", content = "Hi" }, new { role = "user", content = "JSON?" } },
                temperature = 0.25,
                top_p = 0.5,
                max_completion_tokens = 12,
                stop = "END",
                seed = 0,
                thread_id = "session_1",
                user = "u-1",
                response_format = new { type = "json_schema", json_schema = new { name = "thing", strict = true, schema = new { type = "object" } } },
            },
            client: "client_9");

        asked!.Messages.Select(message => (message.Role, message.Content)).ShouldBe([("system", "Be brief."), ("user", "Hello"), ("assistant", "Hi"), ("user", "JSON?")]);
        asked.Generation.ShouldBe(new Generation { Temperature = 0.25, MaxTokens = 12 });
        asked.TopP.ShouldBe(0.5);
        asked.Stop.ShouldBe(["END"]);
        asked.Form.ShouldBe(new OutputForm { Name = "thing", Schema = """{"type":"object"}""" });
        asked.Context.ShouldBe(new CallContext { ClientId = "client_9", ThreadId = "session_1", Seed = 0 });
        answer.GetProperty("choices")[0].Text("finish_reason").ShouldBe("length");
        answer.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(18);
        answer.GetProperty("metadata").Text("model").ShouldBe("gpt-1");
    }

    [Fact]
    public async Task WithoutASeedTheProviderIsGivenNone()
    {
        CompleteRequest? asked = null;
        _world.Complete = request =>
        {
            asked = request;
            return new CompleteResponse { Text = "Hi", StopReason = "stop", Origin = FakeWorld.Spoke() };
        };

        await _app.PostAsync(Path, new { model = "direct", messages = Question });

        asked!.Context.HasSeed.ShouldBeFalse();
        asked.Generation.ShouldBeNull();
        asked.HasTopP.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Path, """{"model":"direct","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData(Path, """{"model":"direct","messages":[{"role":"user","content":"Hi"}],"stream":true}""")]
    [InlineData("/v1/embeddings", """{"model":"direct","input":"Hi"}""")]
    public async Task WithoutALanguageModelDirectSaysWhatToDo(string path, string body)
    {
        _world.Provider = new Provider { Name = "embedded", Model = "embedded-1", Completes = false };
        _world.Before = (_, _, _) => throw new ConfigurationException("LLM_PROVIDER", "is embedded");

        var answer = await _app.PostTextAsync(path, body, "application/json", HttpStatusCode.BadRequest);

        answer.GetProperty("error").Text("param").ShouldBe("model");
        answer.GetProperty("error").Text("message").ShouldContain("set LLM_PROVIDER to openai, anthropic or lmstudio");
    }

    [Theory]
    [InlineData(LlmErrorKind.ContextLength, HttpStatusCode.BadRequest, "validation_error")]
    [InlineData(LlmErrorKind.ContentFilter, HttpStatusCode.BadRequest, "validation_error")]
    [InlineData(LlmErrorKind.RateLimit, HttpStatusCode.TooManyRequests, "rate_limit_exceeded")]
    [InlineData(LlmErrorKind.Timeout, HttpStatusCode.GatewayTimeout, "timeout")]
    [InlineData(LlmErrorKind.Authentication, HttpStatusCode.BadGateway, "llm_error")]
    public async Task AFailureOfTheProviderHasTheStatusThatOpenAisClientsKnow(LlmErrorKind kind, HttpStatusCode status, string code)
    {
        _world.Before = (_, _, _) => throw new LlmException("The provider said no.", kind: kind);

        var error = (await _app.PostAsync(Path, new { model = "direct", messages = Question }, expected: status)).GetProperty("error");

        error.Text("code").ShouldBe(code);
        error.Text("message").ShouldEndWith("The provider said no.");
    }

    [Fact]
    public async Task ASpentBudgetIsToldSoThatClientsDoNotTryAgain()
    {
        _world.Before = (_, _, _) => throw new BudgetException("The budget of the client is spent.");
        using var content = System.Net.Http.Json.JsonContent.Create(new { model = "direct", messages = Question });

        using var response = await _app.Client.PostAsync(new Uri(Path, UriKind.Relative), content);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").Text("code").ShouldBe("insufficient_quota");
    }

    // All but ids, times and durations.
    private static string Same(JsonElement answer)
    {
        var node = JsonObject.Create(answer)!;
        node.Remove("id");
        node.Remove("created");
        foreach (var name in new[] { "run_id", "thread_id", "processing_time_ms" })
            node["metadata"]!.AsObject().Remove(name);
        return node.ToJsonString();
    }
}
