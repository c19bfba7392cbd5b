using Google.Protobuf;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Rpc;

public class NativeSearchTests
{
    public static TheoryData<string> NativeDomains => [.. DomainCatalogue.All.Where(entry => !entry.Calls).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(NativeDomains))]
    public async Task EveryExampleIsSearched(string name)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var example = DomainCatalogue.Find(name).Example;

        var response = await service.Client.SearchAsync(Problems.Native(name, example, 400));

        var statistics = response.Statistics;
        response.Domain.ShouldBe(name);
        statistics.Iterations.ShouldBeInRange(1, 400);
        if (response.StopReason != "proven")
            statistics.Iterations.ShouldBe(400);
        statistics.BestAction.ShouldNotBeEmpty();
        statistics.PrincipalVariation[0].ShouldBe(statistics.BestAction);
        statistics.RootValue.ShouldBeInRange(statistics.ReturnsLow, statistics.ReturnsHigh);
        statistics.TreeHash.Length.ShouldBe(64);
        statistics.ShardIterations.ShouldBe([statistics.Iterations]);
        statistics.BytesReserved.ShouldBeGreaterThan(0);
        statistics.SimulationsPerSecond.ShouldBeGreaterThan(0);
        response.Certificate.Statement.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("connect_four", "{}", 60_000, 7)]
    [InlineData("tic_tac_toe", "{}", 3_000, 3)]
    [InlineData("sailing", "{\"size\":4}", 4_000, 5)]
    [InlineData("knapsack", "{\"capacity\":9,\"items\":[{\"name\":\"a\",\"weight\":3,\"value\":4},{\"name\":\"b\",\"weight\":5,\"value\":7},{\"name\":\"c\",\"weight\":2,\"value\":2}]}", 50, 2)]
    public async Task WorkersChangeNothingButTime(string domain, string json, int iterations, int shards)
    {
        var request = Problems.Native(domain, json, iterations);
        request.Shards = shards;
        request.Certificate = new CertificateRequest { Rollouts = 2_000 };
        var results = new List<ByteString>();
        foreach (var workers in (int[])[1, 2, 8])
        {
            await using var service = await SearchService.StartAsync(false, 8, ("Search:Workers", $"{workers}"));
            results.Add(Timeless.Of(await service.Client.SearchAsync(request)).ToByteString());
            results.Add(Timeless.Of(await service.Client.SearchAsync(request)).ToByteString());
        }

        results.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task TheServedSearchIsThatOfTheEngine()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("connect_four", "{\"moves\":[4,4]}", 100_000);
        request.Solver = false;

        var served = (await service.Client.SearchAsync(request)).Statistics;

        var plan = Reading.Read(request);
        var report = new ShardedSearch(plan.Problem!, plan.Options).Run();
        served.TreeHash.ShouldBe(report.Root.TreeHash);
        served.Shards.ShouldBe(4);
        served.ShardIterations.ShouldBe(report.ShardIterations);
        served.Actions.Sum(action => action.Visits).ShouldBe(100_000 - 4);
    }

    [Fact]
    public async Task AProvenPositionStopsTheSearchAndIsCertified()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var response = await service.Client.SearchAsync(Problems.Native("tic_tac_toe", "{\"moves\":[1,4,2,5]}", 100_000));

        response.StopReason.ShouldBe("proven");
        response.Statistics.BestAction.ShouldBe("row 1, column 3");
        (response.Statistics.ProvenLow, response.Statistics.ProvenHigh).ShouldBe((1, 1));
        response.Certificate.Kind.ShouldBe("proven");
        response.Certificate.Value.ShouldBe(1);
    }

    [Fact]
    public async Task ASmallModelIsSolvedExactlyWhateverTheSearchSays()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        // So few iterations that the search has tried one action only.
        var response = await service.Client.SearchAsync(Problems.Native("bandit", "{\"arms\":[0.1,0.9,0.5]}", 2));

        response.Certificate.Kind.ShouldBe("proven");
        response.Certificate.Value.ShouldBe(0.9, 1e-12);
        response.Certificate.Action.ShouldBe("arm 2");
        response.Statistics.BestAction.ShouldBe("arm 2");
        response.Statistics.PrincipalVariation[0].ShouldBe("arm 2");
    }

    [Fact]
    public async Task ARaceBoundsWhatIsNotProven()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("connect_four", "{}", 2_000);
        request.Certificate = new CertificateRequest { Epsilon = 0.2, Delta = 0.1, Rollouts = 20_000 };

        var certificate = (await service.Client.SearchAsync(request)).Certificate;

        certificate.Kind.ShouldBe("bounded");
        certificate.Delta.ShouldBe(0.1);
        certificate.Rollouts.ShouldBeInRange(1, 20_000);
        certificate.Actions.Count.ShouldBe(4);
        certificate.Actions.ShouldAllBe(action => action.Low <= action.Mean && action.Mean <= action.High);
        certificate.Statement.ShouldContain("90 %");
    }

    [Fact]
    public async Task WithoutIterationsThePresetHoldsForNativeDomainsToo()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("connect_four", "{}");
        request.Preset = "thorough";

        var response = await service.Client.SearchAsync(request);

        response.Statistics.Iterations.ShouldBeInRange(200, 500);
    }

    [Theory]
    [InlineData("ucb1", "max_visits", "random")]
    [InlineData("ucb1_tuned", "max_value", "greedy")]
    [InlineData("puct", "robust", "hybrid")]
    [InlineData("puct", "secure", "evaluator")]
    public async Task EveryWayToSearchIsServedAndFollowsTheSeed(string selection, string bestAction, string rollout)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        foreach (var (domain, json) in new[] { ("connect_four", "{}"), ("grid_world", "{}"), ("tsp", DomainCatalogue.Find("tsp").Example) })
        {
            var request = Problems.Native(domain, json, 500);
            (request.Selection, request.BestAction, request.Rollout, request.MaxDepth, request.Shards) = (selection, bestAction, rollout, 6, 2);
            request.Widening = new() { K = 2, Alpha = 0.5 };
            if (selection == "puct")
                request.RootNoise = new() { Alpha = 0.3, Fraction = 0.25 };

            var first = await service.Client.SearchAsync(request);

            first.Statistics.Depth.ShouldBeInRange(1, 6);
            Timeless.Of(await service.Client.SearchAsync(request)).ShouldBe(Timeless.Of(first));
        }
    }

    [Fact]
    public async Task AModelOfAMillionStatesIsSearchedAsItStandsOnAPage()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("decision_model", """
            {"variables":[{"name":"x","to":999,"start":0},{"name":"y","to":999,"start":0}],"terminal":"x == 999 or y == 999","discount":0.9,
            "actions":[{"name":"right","outcomes":[{"probability":"0.9","reward":"if(x > 2, 1, 0)","effects":{"x":"x + 1"}},{"probability":"0.1","effects":{"y":"y + 1"}}]},
            {"name":"up","outcomes":[{"effects":{"y":"y + 1"}}]}]}
            """, 300);
        request.Explain = true;

        var response = await service.Client.SearchAsync(request);

        response.Statistics.BestAction.ShouldBe("right");
        response.Explanation.Start.ShouldBe("x 0, y 0");
        response.Explanation.Flips.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlayGoesOnWithWhatWasFoundBelowTheMove()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("connect_four", "{}", 5_000);
        var first = await service.Client.SearchAsync(request);
        request.Moves.Add(first.Statistics.BestAction);

        var second = (await service.Client.SearchAsync(request)).Statistics;

        second.Iterations.ShouldBe(5_000);
        second.ReusedVisits.ShouldBe(first.Statistics.BestActionVisits);
        second.RootVisits.ShouldBe(5_000 + second.ReusedVisits);
        second.PrincipalVariation[0].ShouldBe(second.BestAction);
    }
}
