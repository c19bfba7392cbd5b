using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Rpc;

/// <summary>Every number that is reported was measured, and the numbers fit each other.</summary>
public class StatisticsTests
{
    // Every way in which values are made: by the domain's own default, by samples, as a tree with known probabilities, by dynamic programming.
    private static readonly Action<SearchRequest>[] Ways =
    [
        _ => { },
        request => request.Preset = "thorough",
        request => request.Backup = "mean",
        request => (request.Backup, request.Solver) = ("mean", false),
        request => (request.Selection, request.Widening) = ("puct", new() { K = 1, Alpha = 0.5 }),
        request => (request.Backup, request.Transpositions) = ("max", false),
        request => (request.Backup, request.Solver) = ("max", false),
        request => (request.Backup, request.MaxDepth) = ("max", 4),
        request => request.BestAction = "secure",
        request => request.BestAction = "robust",
    ];

    public static TheoryData<string> NativeDomains => [.. DomainCatalogue.All.Where(entry => !entry.Calls).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(NativeDomains))]
    public async Task TheNumbersFitEachOther(string domain)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        foreach (var (json, isModel) in Instances(domain))
        {
            foreach (var (iterations, shards) in ((int?, int)[])[(1, 1), (2, 2), (57, 1), (600, 4), (null, 1)])
            {
                foreach (var way in Ways)
                {
                    var request = Problems.Native(domain, json, iterations);
                    way(request);
                    request.Shards = shards;
                    if (request.Backup == "max" && !isModel)
                        continue;
                    Check(await service.Client.SearchAsync(request), request);
                }
            }
        }
    }

    [Theory]
    [InlineData("knapsack", "{\"capacity\":5,\"items\":[{\"name\":\"tent\",\"weight\":3,\"value\":4}]}", "take tent", 4)]
    [InlineData("knapsack", "{\"capacity\":2,\"items\":[{\"name\":\"tent\",\"weight\":3,\"value\":4}]}", "leave tent", 0)]
    [InlineData("tsp", "{\"names\":[\"a\",\"b\"],\"distances\":[[0,3],[4,0]]}", "to b", -7)]
    public async Task WhatIsProvenWithoutBeingTriedStandsInTheTableWithoutAMean(string domain, string json, string action, double value)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var statistics = (await service.Client.SearchAsync(Problems.Native(domain, json, 100))).Statistics;

        statistics.Iterations.ShouldBe(1);
        statistics.BestAction.ShouldBe(action);
        statistics.BestActionVisits.ShouldBe(0);
        statistics.HasBestActionValue.ShouldBeFalse();
        var row = statistics.Actions.Single(row => row.Action == action);
        (row.Visits, row.HasValue, row.ProvenLow, row.ProvenHigh).ShouldBe((0, false, value, value));
        statistics.NumChildren.ShouldBe(0);
    }

    [Fact]
    public async Task BoundsAreStatedWhereAllReturnsAreEqual()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var statistics = (await service.Client.SearchAsync(Problems.Native("bandit", "{\"arms\":[1,1]}", 5))).Statistics;

        (statistics.HasReturnsLow, statistics.ReturnsLow, statistics.ReturnsHigh).ShouldBe((true, 0, 1));
        var model = """{"start":"a","states":[{"name":"a","actions":[{"name":"x","outcomes":[{"to":"b"}]},{"name":"y","outcomes":[{"to":"b"}]}]},{"name":"b","terminal":true}]}""";
        var equal = (await service.Client.SearchAsync(Problems.Native("decision_model", model, 5))).Statistics;
        (equal.HasReturnsLow, equal.ReturnsLow, equal.HasReturnsHigh, equal.ReturnsHigh, equal.RootValue).ShouldBe((true, 0, true, 0, 0));
    }

    [Fact]
    public async Task TheDepthIsThatOfTheStatesAndNotOfTheTrials()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        // Trials go round for hundreds of steps between few states.
        var statistics = (await service.Client.SearchAsync(Problems.Native("grid_world", "{}", 200))).Statistics;

        statistics.Nodes.ShouldBeLessThanOrEqualTo(16);
        statistics.Depth.ShouldBeInRange(2, 2 * 6);
    }

    [Fact]
    public async Task PlayThatGoesOnForEverSaysWhereItWasCutOff()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        const string Wheel = """{"start":"a","discount":DISCOUNT,"states":[{"name":"a","actions":[{"name":"x","outcomes":[{"to":"a","reward":1}]},{"name":"y","outcomes":[{"to":"a","reward":0.5}]}]}]}""";
        foreach (var (discount, text) in new[] { (0.9, "0.9"), (0.99, "0.99"), (0.99999, "0.99999") })
        {
            var request = Problems.Native("decision_model", Wheel.Replace("DISCOUNT", text, StringComparison.Ordinal), 40);
            (request.Backup, request.Rollout) = ("mean", "greedy");

            var statistics = (await service.Client.SearchAsync(request)).Statistics;

            // Greedy playouts earn 1 in every step, and the first action of a line at least 0.5.
            var endless = 1 / (1 - discount);
            statistics.EffectiveHorizonError.ShouldBeGreaterThan(0);
            statistics.RootValue.ShouldBeInRange(endless - statistics.EffectiveHorizonError - 21, endless);
            (endless * Math.Pow(discount, statistics.EffectiveHorizon)).ShouldBe(statistics.EffectiveHorizonError, endless * 1e-9);
            (statistics.EffectiveHorizonError / endless <= 1.0001e-4).ShouldBe(discount < 0.9999);
        }

        (await service.Client.SearchAsync(Problems.Native("grid_world", "{}", 10))).Statistics.HasEffectiveHorizon.ShouldBeFalse();
        var bounded = Problems.Native("grid_world", "{\"horizon\":40}", 10);
        bounded.Backup = "mean";
        (await service.Client.SearchAsync(bounded)).Statistics.HasEffectiveHorizon.ShouldBeFalse();
    }

    private static IEnumerable<(string Json, bool IsModel)> Instances(string domain)
    {
        var isModel = domain is "decision_model" or "grid_world" or "sailing" or "bandit";
        yield return (DomainCatalogue.Find(domain).Example, isModel);
        if (domain == "knapsack")
            yield return ("{\"capacity\":5,\"items\":[{\"name\":\"tent\",\"weight\":3,\"value\":4}]}", false);
        if (domain == "tic_tac_toe")
            yield return ("{\"moves\":[1,4,2,5]}", false);
        if (domain == "grid_world")
            yield return ("{\"map\":[\"S...\",\".#H.\",\"...G\"],\"slip\":0.2,\"discount\":1,\"horizon\":7}", true);
    }

    private static void Check(SearchResponse response, SearchRequest request)
    {
        var (statistics, told) = (response.Statistics, request.ToString());
        var ran = statistics.ShardIterations.Count(iterations => iterations > 0);
        var (low, high) = (statistics.ReturnsLow, statistics.ReturnsHigh);
        var slack = 1e-9 * Math.Max(1, high - low);

        statistics.RootVisits.ShouldBe(statistics.Iterations, told);
        statistics.Actions.Sum(action => action.Visits).ShouldBe(statistics.RootVisits - ran, told);
        statistics.Actions.Count(action => action.Visits > 0).ShouldBe(statistics.NumChildren, told);
        statistics.RootValue.ShouldBeInRange(low - slack, high + slack, told);
        statistics.Depth.ShouldBeInRange(0, request.HasMaxDepth ? request.MaxDepth : 2 * (statistics.Nodes - 1), told);
        if (statistics.HasProvenLow)
            statistics.ProvenLow.ShouldBeLessThanOrEqualTo(statistics.ProvenHigh + slack, told);
        foreach (var action in statistics.Actions)
        {
            action.HasValue.ShouldBe(action.Visits > 0, told);
            if (action.Visits == 0)
                (action.ValueSum, action.NumChildren, action.HasProvenLow).ShouldBe((0, 0, true), told);
            else
                (action.ValueSum / action.Visits).ShouldBe(high > low ? (action.Value - low) / (high - low) : 0.5, 1e-9, told);
            if (action.HasProvenLow)
                action.ProvenLow.ShouldBeLessThanOrEqualTo(action.ProvenHigh + slack, told);
            if (action is { HasProvenLow: true, HasValue: true } && request.Backup == "max")
                action.Value.ShouldBeInRange(action.ProvenLow - slack, action.ProvenHigh + slack, told);
        }

        if (statistics.BestAction.Length == 0)
        {
            (statistics.Iterations, statistics.Actions.Count).ShouldBe((ran, 0), told);
            return;
        }

        var best = statistics.Actions.Single(action => action.Action == statistics.BestAction);
        (statistics.BestActionVisits, statistics.HasBestActionValue, statistics.BestActionValue).ShouldBe((best.Visits, best.HasValue, best.Value), told);
    }
}
