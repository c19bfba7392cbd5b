using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Orchestrator;
using Client = MctsAspire.Protos.Orchestrator.Orchestrator.OrchestratorClient;
using OrchestratorSearch = MctsAspire.Protos.Orchestrator.SearchRequest;
using Search = MctsAspire.Protos.Mcts.SearchRequest;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class GrpcTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;
    private GrpcChannel _channel = null!;

    private Client Orchestrator => new(_channel);

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world);
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
        _channel = GrpcChannel.ForAddress(_app.Grpc);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task AQuestionIsAnsweredAsOverRest()
    {
        var rest = await _app.PostAsync("/query", new { query = "What colour is the tank?", seed = 7, mcts_iterations = 20 });

        var answer = await Orchestrator.QueryAsync(new QueryRequest { Query = "What colour is the tank?", Seed = 7, MctsIterations = 20 }, new Metadata { { "x-client-id", "client_5" } });

        answer.Response.ShouldBe(rest.Text("response"));
        answer.AgentsUsed.ShouldBe(["hrm", "trm", "mcts"]);
        answer.MctsStats.RootVisits.ShouldBe(20);
        answer.Metadata.Fields["client_id"].StringValue.ShouldBe("client_5");
        answer.Metadata.Fields["consensus_score"].NumberValue.ShouldBe(1);
        answer.Citations.ShouldHaveSingleItem().PassageId.ShouldBe("tank#1");
    }

    [Fact]
    public async Task AStreamEndsWithTheAnswer()
    {
        using var call = Orchestrator.QueryStream(new QueryRequest { Query = "What colour is the tank?" });

        var events = new List<QueryEvent>();
        await foreach (var one in call.ResponseStream.ReadAllAsync())
            events.Add(one);

        events[0].NodeStarted.Node.ShouldBe("retrieve_context");
        events[^1].Final.Response.ShouldBe("The tank is red.");
        events.ShouldContain(one => one.EventCase == QueryEvent.EventOneofCase.SearchProgress);
    }

    [Fact]
    public async Task ACallerThatLeavesCancelsTheRun()
    {
        var gate = new Gate(_world, "search");
        using (var call = Orchestrator.QueryStream(new QueryRequest { Query = "What colour is the tank?" }))
            await gate.Reached;

        await gate.Cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("", "t", 1, "query")]
    [InlineData("x", "a b", 1, "thread_id")]
    [InlineData("x", "t", 0, "mcts_iterations")]
    public async Task ABadQuestionIsRefusedAndItsFieldNamed(string query, string thread, int iterations, string field)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await Orchestrator.QueryAsync(new QueryRequest { Query = query, ThreadId = thread, MctsIterations = iterations }));

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        failure.Status.Detail.ShouldContain(field);
    }

    [Fact]
    public async Task OneAgentAnswersByItself()
    {
        var answer = await Orchestrator.RunAgentAsync(new RunAgentRequest { Agent = "mcts", Query = "What colour is the tank?", MctsIterations = 30 });

        answer.Response.ShouldBe("The tank is red.");
        answer.MctsStats.Iterations.ShouldBe(30);
        (await Should.ThrowAsync<RpcException>(async () => await Orchestrator.RunAgentAsync(new RunAgentRequest { Agent = "oracle", Query = "x" }))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ASearchIsKeptAsAnArtifactAndRetrievesItsPassages()
    {
        var found = await Orchestrator.SearchAsync(new OrchestratorSearch { Search = new Search { Reasoning = new ReasoningProblem { Query = "What colour is the tank?" }, Iterations = 40 }, UseRag = true });

        found.Search.Statistics.RootVisits.ShouldBe(40);
        found.Search.Answer.Text.ShouldBe("The tank is red.");
        (await _app.GetAsync("/artifacts/" + found.ArtifactId)).Text("name").ShouldBe("search");
    }

    [Fact]
    public async Task ASearchIsStreamedWithItsIdItsProgressAndItsResult()
    {
        using var call = Orchestrator.SearchStream(new OrchestratorSearch { Search = new Search { Domain = new DomainProblem { Name = "bandit" }, RunId = "mine" } });

        var events = await call.ResponseStream.ReadAllAsync().ToListAsync();

        events[0].Started.SearchId.ShouldBe("mine");
        events[1].Progress.PrincipalVariation[1].ShouldBe("conclude");
        events[^1].Result.Search.Statistics.BestAction.ShouldBe("quote");
        events[^1].Result.ArtifactId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task AStreamedSearchIsStoppedByItsId()
    {
        var gate = new Gate(_world, "search");
        _world.Stop = _ =>
        {
            gate.Open();
            return new Protos.Mcts.StopSearchResponse();
        };
        using var call = Orchestrator.SearchStream(new OrchestratorSearch { Search = new Search { Domain = new DomainProblem { Name = "bandit" } } });
        await call.ResponseStream.MoveNext(default);
        await gate.Reached;

        await Orchestrator.StopSearchAsync(new Protos.Orchestrator.StopSearchRequest { SearchId = call.ResponseStream.Current.Started.SearchId });

        (await call.ResponseStream.ReadAllAsync().ToListAsync())[^1].Result.ArtifactId.ShouldNotBeEmpty();
        var refused = await Should.ThrowAsync<RpcException>(async () => await Orchestrator.StopSearchAsync(new Protos.Orchestrator.StopSearchRequest { SearchId = "nobody" }));
        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task ASearchInAnotherDomainIsGivenOnWithAllItsOptions()
    {
        Search? asked = null;
        _world.Search = request => FakeWorld.Found(asked = request, null);
        var search = new Search
        {
            Domain = new DomainProblem { Name = "bandit", Json = ByteString.CopyFromUtf8("{ \"arms\":[1] }") },
            Iterations = 1_000_000,
            Shards = 4,
            Certificate = new CertificateRequest { Epsilon = 0.1 },
            Explain = true,
        };

        var found = await Orchestrator.SearchAsync(new OrchestratorSearch { Search = search });

        asked!.Domain.ShouldBe(search.Domain);
        (asked.Iterations, asked.Shards, asked.Explain).ShouldBe((1_000_000, 4, true));
        asked.Certificate.ShouldBe(search.Certificate);
        found.Search.Domain.ShouldBe("bandit");
        found.ArtifactId.ShouldNotBeEmpty();
    }

    public static TheoryData<Search, string> BadSearches => new()
    {
        { new Search(), "search" },
        { new Search { Domain = new DomainProblem { Name = "bandit", Json = ByteString.CopyFromUtf8("{") } }, "problem" },
        { new Search { Domain = new DomainProblem { Name = "bandit" }, ExplorationWeight = double.NaN }, "exploration_weight" },
        { new Search { Domain = new DomainProblem { Name = "bandit" }, Widening = new Widening { K = double.PositiveInfinity } }, "widening.k" },
        { new Search { Reasoning = new ReasoningProblem { Query = "x" }, Iterations = 10_001 }, "iterations" },
        { new Search { Reasoning = new ReasoningProblem() }, "query" },
    };

    [Theory]
    [MemberData(nameof(BadSearches))]
    public async Task ABadSearchIsRefusedAndItsFieldNamed(Search search, string field)
    {
        var failure = await Should.ThrowAsync<RpcException>(async () => await Orchestrator.SearchAsync(new OrchestratorSearch { Search = search }));

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        failure.Status.Detail.ShouldStartWith(field + ": ");
    }

    [Fact]
    public async Task ASearchWithPassagesOfItsOwnUsesThem()
    {
        var problem = new ReasoningProblem { Query = "What colour is the tank?", Passages = { new Passage { DocumentId = "d", PassageId = "d#1", Text = "Blue.", End = 5 } } };

        (await Orchestrator.SearchAsync(new OrchestratorSearch { Search = new Search { Reasoning = problem }, UseRag = true })).Search.Answer.Text.ShouldBe("Blue.");
    }
}
