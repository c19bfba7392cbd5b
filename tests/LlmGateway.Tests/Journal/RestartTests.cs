using Grpc.Core;
using MctsAspire.LlmGateway.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Journal;

/// <summary>The service as a process that is killed and started again.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private const string Key = "sk-test-0123456789abcdefghij";

    private readonly string _folder = Directory.CreateTempSubdirectory("mcts-restart-").FullName;
    private FakeOpenAi _server = null!;

    public async Task InitializeAsync() => _server = await FakeOpenAi.StartAsync(FakeOpenAi.Says("""{"answerable":false,"answer":"They do not say.","confidence":0.1,"quotes":[]}"""));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ACallOfARunIsNotMadeAgainAfterAKill()
    {
        CompleteResponse first;
        await using (var service = await StartAsync())
        {
            first = await service.Model.CompleteAsync(Question("What colour is the tank?"));
            await service.KillAsync();
        }

        await using var again = await StartAsync();
        var second = await again.Model.CompleteAsync(Question("What colour is the tank?"));

        _server.Requests.Count.ShouldBe(1);
        second.Text.ShouldBe(first.Text);
        (first.Origin.Replayed, second.Origin.Replayed).ShouldBe((false, true));
        second.Origin.Usage.ShouldBe(new Usage());
        var refusal = await Should.ThrowAsync<RpcException>(async () => await again.Model.CompleteAsync(Question("What colour is the pump?")));
        (refusal.StatusCode, refusal.Trailers.GetValue("error-code")).ShouldBe((StatusCode.Aborted, "CONFLICT"));
    }

    [RequiresFact("redis-server")]
    public async Task WithRedisTheJournalTheCacheAndTheBudgetsAreThere()
    {
        var redis = new RedisServer();
        await redis.InitializeAsync();
        try
        {
            (string, string)[] settings = [("ConnectionStrings__redis", redis.ConnectionString), ("Budget__Run__Calls", "1")];
            await using (var service = await StartAsync(settings))
            {
                await service.Model.CompleteAsync(Question("What colour is the tank?"));
                using var client = new HttpClient();
                (await client.GetStringAsync(new Uri(service.Http, "/ready"))).ShouldContain("\"budget\":\"redis\"");
                await service.KillAsync();
            }

            await using var again = await StartAsync(settings);
            (await again.Model.CompleteAsync(Question("What colour is the tank?"))).Origin.Replayed.ShouldBeTrue();
            (await Should.ThrowAsync<RpcException>(async () => await again.Model.CompleteAsync(Question("What colour is the pump?", sequence: 1))))
                .Trailers.GetValue("error-code").ShouldBe("BUDGET_EXHAUSTED");
            _server.Requests.Count.ShouldBe(1);
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    [Fact]
    public async Task ABudgetThatIsSpentIsSpentAfterAKillAndWhatIsKnownCostsNothing()
    {
        (string, string)[] settings = [("Budget__Thread__Calls", "1")];
        await using (var service = await StartAsync(settings))
        {
            await service.Model.CompleteAsync(Question("What colour is the tank?"));
            await service.KillAsync();
        }

        await using var again = await StartAsync(settings);
        var refusal = await Should.ThrowAsync<RpcException>(async () => await again.Model.CompleteAsync(Question("What colour is the pump?", run: "run_2")));
        refusal.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        refusal.Trailers.GetValue("error-code").ShouldBe("BUDGET_EXHAUSTED");
        refusal.Status.Detail.ShouldContain("of 1 calls 0 calls are left");

        var budget = (await again.Model.GetBudgetsAsync(new GetBudgetsRequest { ClientId = "client_0", ThreadId = "thread_0", RunId = "run_1" })).Budgets.ShouldHaveSingleItem();
        budget.ShouldBe(new Protos.Llm.Budget { Scope = "thread", Calls = new BudgetState { Limit = 1, Spent = 1 } });

        // The journal and the cache answer all the same.
        (await again.Model.CompleteAsync(Question("What colour is the tank?"))).Origin.Replayed.ShouldBeTrue();
        (await again.Model.CompleteAsync(Question("What colour is the tank?", run: "run_3"))).Origin.Cached.ShouldBeTrue();
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task APrimitiveIsJournalledAndReadySaysWhere()
    {
        await using var service = await StartAsync();
        var request = new AnswerRequest { Query = "What colour is the tank?", Context = new CallContext { RunId = "run_1", Step = "trm/answer", Seed = 42 } };
        var first = await service.Reasoning.AnswerAsync(request);

        var second = await service.Reasoning.AnswerAsync(request);

        second.Draft.ShouldBe(first.Draft);
        second.Origin.Replayed.ShouldBeTrue();
        using var client = new HttpClient();
        var ready = await client.GetStringAsync(new Uri(service.Http, "/ready"));
        foreach (var role in new[] { "llm_journal", "llm_cache", "budget" })
            ready.ShouldContain($"\"{role}\":\"sqlite\"");
    }

    [Fact]
    public async Task ALimitThatIsMisspeltKeepsTheServiceFromStarting()
    {
        await using var process = LanguageService.StartProcess(FreePort.Next(), FreePort.Next(), ("MCTS_DATA_DIR", _folder), ("Budget__Run__Token", "5"));

        await process.WaitForExitAsync(TimeSpan.FromMinutes(1));

        process.Output.ShouldContain("Budget__Run__Token is no limit that there is");
    }

    private static CompleteRequest Question(string question, string run = "run_1", long sequence = 0) => new()
    {
        Messages = { new ChatMessage { Role = "user", Content = question } },
        Generation = new Generation { Temperature = 0 },
        Context = new CallContext { RunId = run, Step = "direct", Sequence = sequence, Seed = 42, ClientId = "client_0", ThreadId = "thread_0" },
    };

    private Task<LanguageService> StartAsync(params (string Name, string Value)[] settings) => LanguageService.StartAsync(
        [("MCTS_DATA_DIR", _folder), ("OPENAI_API_KEY", Key), ("OPENAI_BASE_URL", _server.Address.ToString()), .. settings]);
}
