using System.Net;
using System.Text;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class SearchTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private RunningOrchestrator _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningOrchestrator.StartAsync(_world);
        await _app.PostAsync("/documents", new { id = "tank", title = "Tanks", text = "The tank is red." }, expected: HttpStatusCode.Created);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task AQuestionIsSearchedFromItsPassages()
    {
        var found = await _app.PostAsync("/search", new { query = "What colour is the tank?", iterations = 50, seed = 3 });

        found.Text("domain").ShouldBe("reasoning");
        found.Text("response").ShouldBe("The tank is red.");
        found.Text("best_action").ShouldBe("quote");
        found.Text("stop_reason").ShouldBe("iterations");
        found.GetProperty("citations")[0].Text("document_id").ShouldBe("tank");
        found.GetProperty("mcts_stats").GetProperty("elapsed_ms").GetDouble().ShouldBe(3.5);
        found.Text("provider").ShouldBe("embedded");
    }

    [Fact]
    public async Task AProblemIsGivenOnAsItStandsAndHasNoAnswerInWords()
    {
        SearchRequest? asked = null;
        _world.Search = request => FakeWorld.Found(asked = request, null);

        var found = await _app.PostTextAsync("/search", """{"domain":"tic_tac_toe","problem":{ "moves" : [5,1e0],"x":"\u00fc" }}""", "application/json", HttpStatusCode.OK);

        asked!.Domain.Name.ShouldBe("tic_tac_toe");
        asked.Domain.Json.ToStringUtf8().ShouldBe("""{ "moves" : [5,1e0],"x":"\u00fc" }""");
        asked.Bundle.ShouldBeTrue();
        asked.Seed.ShouldBe(42);
        found.Text("domain").ShouldBe("tic_tac_toe");
        foreach (var absent in (string[])["response", "confidence", "answerable", "citations", "provider", "model", "certificate", "explanation"])
            found.TryGetProperty(absent, out _).ShouldBeFalse(absent);
    }

    [Fact]
    public async Task EveryOptionReachesTheSearch()
    {
        SearchRequest? asked = null;
        _world.Search = request => FakeWorld.Found(asked = request, null);
        var expected = new SearchRequest
        {
            Domain = new DomainProblem { Name = "bandit" },
            Bundle = true,
            Iterations = 10_000_000,
            ExplorationWeight = 2.5,
            Seed = 7,
            Preset = "thorough",
            MaxDepth = 12,
            Selection = "puct",
            BestAction = "secure",
            Rollout = "greedy",
            Backup = "mean",
            Solver = false,
            Transpositions = true,
            Widening = new Widening { K = 2, Alpha = 0.5 },
            RootNoise = new RootNoise { Alpha = 0.3, Fraction = 0.25 },
            Shards = 3,
            MaxNodes = 1_000,
            TimeLimitMs = 5_000,
            Certificate = new CertificateRequest { Epsilon = 0.1, Delta = 0.01, Rollouts = 500 },
            Explain = true,
            Parallel = 4,
            ShardIterations = { 1, 2, 3 },
            Moves = { "pull 1", "won" },
        };

        await _app.PostAsync("/search", new
        {
            domain = "bandit",
            iterations = 10_000_000,
            exploration_weight = 2.5,
            seed = 7,
            preset = "thorough",
            max_depth = 12,
            selection = "puct",
            best_action = "secure",
            rollout = "greedy",
            backup = "mean",
            solver = false,
            transpositions = true,
            widening = new { k = 2, alpha = 0.5 },
            root_noise = new { alpha = 0.3, fraction = 0.25 },
            shards = 3,
            max_nodes = 1_000,
            time_limit_ms = 5_000,
            certificate = new { epsilon = 0.1, delta = 0.01, rollouts = 500 },
            explain = true,
            parallel = 4,
            shard_iterations = (int[])[1, 2, 3],
            moves = (string[])["pull 1", "won"],
        });

        asked!.RunId.ShouldStartWith("search_");
        asked.ClientId.ShouldBe("client_0");
        asked.RunId = asked.ClientId = "";
        asked.ShouldBe(expected);
    }

    [Fact]
    public async Task WhatWasMeasuredIsToldAndWhatWasNotIsAbsent()
    {
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, null);
            found.Statistics.MergeFrom(new SearchStatistics
            {
                Shards = 2, ShardIterations = { 60, 40 }, TreeHash = "ab", BytesReserved = 640, ReturnsLow = -1, ReturnsHigh = 1, ProvenLow = 0, EffectiveHorizon = 917,
            });
            found.Certificate = new Certificate { Kind = "proven", Decided = true, Action = "quote", Value = 0.5, Statement = "It is so." };
            found.Explanation = new Explanation { Text = "Because.", Start = "X", Flips = { new Flip { Kind = "reward", State = "s", Action = "a", Outcome = "t", From = 1, To = 2, Decision = "b" } } };
            return found;
        };

        var found = await _app.PostAsync("/search", new { domain = "bandit" });

        var stats = found.GetProperty("mcts_stats");
        stats.GetProperty("shard_iterations").EnumerateArray().Select(number => number.GetInt32()).ShouldBe([60, 40]);
        stats.Text("tree_hash").ShouldBe("ab");
        stats.GetProperty("bytes_reserved").GetInt64().ShouldBe(640);
        (stats.GetProperty("returns_low").GetDouble(), stats.GetProperty("proven_low").GetDouble()).ShouldBe((-1, 0));
        stats.TryGetProperty("proven_high", out _).ShouldBeFalse();
        stats.GetProperty("effective_horizon").GetInt32().ShouldBe(917);
        stats.TryGetProperty("effective_horizon_error", out _).ShouldBeFalse();
        var untried = stats.GetProperty("action_stats").GetProperty("conclude");
        untried.GetProperty("visits").GetInt32().ShouldBe(0);
        untried.TryGetProperty("value", out _).ShouldBeFalse();
        found.GetProperty("certificate").Text("kind").ShouldBe("proven");
        found.GetProperty("certificate").GetProperty("value").GetDouble().ShouldBe(0.5);
        found.GetProperty("explanation").GetProperty("flips")[0].Text("decision").ShouldBe("b");
    }

    [Fact]
    public async Task ASearchsBundleIsKeptByteForByteForItsClient()
    {
        byte[]? verified = null;
        _world.Verify = request =>
        {
            verified = request.Bundle.ToByteArray();
            return new VerifyResponse { Verified = false, Differences = { "result.seed: is 3, and was 4" } };
        };
        var found = await _app.PostAsync("/search", new { query = "What colour is the tank?", iterations = 50, seed = 3 }, client: "client_1");
        var again = await _app.PostAsync("/search", new { query = "What colour is the tank?", iterations = 50, seed = 3 }, client: "client_1");
        var path = "/artifacts/" + found.Text("artifact_id");

        var artifact = await _app.GetAsync(path, client: "client_1");
        var checkedAgain = await _app.PostAsync(path + "/verify", new { }, client: "client_1");

        var bundle = FakeWorld.Bundle(new SearchRequest { Seed = 3, Iterations = 50 });
        again.Text("artifact_id").ShouldBe(found.Text("artifact_id"));
        artifact.GetProperty("content").GetRawText().ShouldBe(bundle.ToStringUtf8());
        verified.ShouldBe(bundle.ToByteArray());
        checkedAgain.GetProperty("verified").GetBoolean().ShouldBeFalse();
        checkedAgain.GetProperty("differences")[0].GetString().ShouldBe("result.seed: is 3, and was 4");
        await _app.GetAsync(path, client: "client_2", expected: HttpStatusCode.NotFound);
        await _app.PostAsync(path + "/verify", new { }, client: "client_2", expected: HttpStatusCode.NotFound);
        (await _app.GetAsync("/artifacts", client: "client_2")).GetProperty("artifacts").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task ASearchWhoseBundleIsTooLargeIsAnsweredWithoutAnArtifact()
    {
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, null);
            found.Bundle = Google.Protobuf.ByteString.Empty;
            return found;
        };

        var found = await _app.PostAsync("/search", new { domain = "bandit", iterations = 50 });

        found.GetProperty("mcts_stats").GetProperty("iterations").GetInt32().ShouldBe(50);
        found.TryGetProperty("artifact_id", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{}""", "query")]
    [InlineData("""{"query":"  "}""", "query")]
    [InlineData("""{"query":"x","problem":{}}""", "problem")]
    [InlineData("""{"query":"x","iterations":10001}""", "iterations")]
    [InlineData("""{"domain":"bandit","query":"x"}""", "query")]
    [InlineData("""{"domain":"bandit","problem":[]}""", "problem")]
    [InlineData("""{"domain":"bandit","problem":{"a":{"b":1,"b":2}}}""", "problem.a.b")]
    [InlineData("""{"domain":"bandit","iterations":10000001}""", "iterations")]
    [InlineData("""{"domain":"Bandit"}""", "domain")]
    [InlineData("""{"domain":"bandit","widening":{"k":0,"alpha":1}}""", "widening.k")]
    [InlineData("""{"domain":"bandit","widening":{"k":1}}""", "widening.alpha")]
    [InlineData("""{"domain":"bandit","certificate":{"delta":0.6}}""", "certificate.delta")]
    [InlineData("""{"domain":"bandit","shards":65}""", "shards")]
    [InlineData("""{"domain":"bandit","selection":"best"}""", "selection")]
    public async Task ABadSearchIsRefusedAndItsFieldNamed(string body, string field)
    {
        foreach (var path in (string[])["/search", "/search/stream"])
            (await _app.PostTextAsync(path, body, "application/json", HttpStatusCode.BadRequest)).Text("message").ShouldStartWith(field + ": ");
        _world.Count("search").ShouldBe(0);
    }

    [Theory]
    [InlineData("domain.name", "domain")]
    [InlineData("problem.arms[1].mean", "problem.arms[1].mean")]
    public async Task WhatTheSearchServiceRefusesIsCalledAsTheRequestCallsIt(string field, string called)
    {
        _world.Progress = _ => [];
        _world.Search = _ => throw new ValidationException(field, "is wrong");

        // However slow the machine is, the refusal comes before the stream begins.
        await using var app = await RunningOrchestrator.StartAsync(_world, services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        foreach (var path in (string[])["/search", "/search/stream"])
            (await app.PostAsync(path, new { domain = "bandit" }, expected: HttpStatusCode.BadRequest)).Text("message").ShouldBe(called + ": is wrong");
    }

    [Fact]
    public async Task ASearchServiceWithoutRoomIsToldAsSuch()
    {
        _world.Search = _ => throw new RateLimitException("There is no room.", TimeSpan.FromSeconds(3));
        using var body = new StringContent("""{"domain":"bandit"}""", Encoding.UTF8, "application/json");

        using var response = await _app.Client.PostAsync(new Uri("/search", UriKind.Relative), body);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task AProblemMayBeLargerThanOtherBodies()
    {
        var problem = new { moves = new string('x', 5 * 1024 * 1024) };

        (await _app.PostAsync("/search", new { domain = "bandit", problem })).Text("best_action").ShouldBe("quote");
    }

    [Fact]
    public async Task TheDomainsAreListedWithTheirSchemas()
    {
        var domains = (await _app.GetAsync("/domains")).GetProperty("domains");

        domains[0].Text("name").ShouldBe("tic_tac_toe");
        domains[0].GetProperty("schema").Text("type").ShouldBe("object");
        domains[0].GetProperty("example").GetProperty("moves")[0].GetInt32().ShouldBe(5);
        domains[0].GetProperty("players").GetInt32().ShouldBe(2);
        domains[1].TryGetProperty("schema", out _).ShouldBeFalse();
    }
}
