using Google.Protobuf;
using Grpc.Core;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Rpc;

public class SearchTests
{
    [Fact]
    public async Task TheStatisticsAreThoseOfTheSearchThatRan()
    {
        await using var service = await SearchService.StartAsync();

        var response = await service.Client.SearchAsync(Problems.Request(150, 0.2, 0.9, 0.4));

        var statistics = response.Statistics;
        response.StopReason.ShouldBe("iterations");
        statistics.Iterations.ShouldBe(150);
        statistics.RootVisits.ShouldBe(150);
        statistics.TotalSimulations.ShouldBe(150);
        statistics.Seed.ShouldBe(42);
        statistics.NumChildren.ShouldBe(statistics.Actions.Count);
        (1 + statistics.Actions.Sum(action => action.Visits)).ShouldBe(150);
        statistics.Actions.ShouldBeInOrder(SortDirection.Descending, Comparer<ActionStatistics>.Create((a, b) => a.Visits.CompareTo(b.Visits)));
        (statistics.CacheHits + statistics.CacheMisses).ShouldBe(150);
        statistics.CacheHitRate.ShouldBe(statistics.CacheHits / 150.0);
        statistics.CacheMisses.ShouldBe(service.Reasoning.Evaluations.Count);
        statistics.RootValue.ShouldBeInRange(0, 1);
        foreach (var action in statistics.Actions)
            action.Value.ShouldBe(action.ValueSum / action.Visits);
        var best = statistics.Actions.Single(action => action.Action == statistics.BestAction);
        (statistics.BestActionVisits, statistics.BestActionValue).ShouldBe((best.Visits, best.Value));
        statistics.PrincipalVariation[0].ShouldBe(statistics.BestAction);
    }

    [Fact]
    public async Task TheBestEvidenceIsFoundAndTheAnswerIsTheDraftAtTheEndOfTheVariation()
    {
        await using var service = await SearchService.StartAsync();

        var response = await service.Client.SearchAsync(Problems.Request(400, 0.2, 0.9, 0.4));

        response.Statistics.PrincipalVariation.ShouldBe(["Strategy: direct", "Evidence: p1", "Conclude"]);
        response.Answer.Text.ShouldBe("direct > p1 > end");
        response.Answer.Citations.ShouldHaveSingleItem().PassageId.ShouldBe("p1");
        (response.Provider, response.Model).ShouldBe(("fake", "numbers"));
    }

    [Fact]
    public async Task TheSameSeedGivesTheSameBytesOnEveryReplica()
    {
        await using var one = await SearchService.StartAsync();
        await using var other = await SearchService.StartAsync();
        var request = Problems.Request(300, 0.2, 0.9, 0.4, 0.41, 0.3);

        var first = await one.Client.SearchAsync(request);
        var again = await one.Client.SearchAsync(request);
        var elsewhere = await other.Client.SearchAsync(request);

        Timeless.Of(again).ToByteString().ShouldBe(Timeless.Of(first).ToByteString());
        Timeless.Of(elsewhere).ToByteString().ShouldBe(Timeless.Of(first).ToByteString());
    }

    [Fact]
    public async Task EvaluationsThatMayDifferAreNeverCached()
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.Deterministic = false;

        var response = await service.Client.SearchAsync(Problems.Request(120, 0.5));

        response.Statistics.CacheHits.ShouldBe(0);
        service.Reasoning.Evaluations.Count.ShouldBe(120);
    }

    [Fact]
    public async Task WithoutIterationsThePresetStopsTheSearch()
    {
        await using var service = await SearchService.StartAsync();
        var fast = Problems.Request(null, 0.2, 0.9, 0.4);
        fast.Preset = "fast";

        var response = await service.Client.SearchAsync(fast);

        response.Statistics.Iterations.ShouldBeInRange(10, 25);
        response.Statistics.Depth.ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task TheDepthOfTheRequestReplacesThePresets()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(200, 0.2, 0.9, 0.4);
        request.MaxDepth = 1;

        var response = await service.Client.SearchAsync(request);

        response.Statistics.Depth.ShouldBe(1);
        response.Statistics.Iterations.ShouldBe(200);
        response.Answer.Text.ShouldBe("direct");
    }

    [Fact]
    public async Task LanguageCallsAreNumberedAndEachHasASeedOfItsOwn()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(50, 0.2, 0.9);
        request.RunId = "run-1";

        await service.Client.SearchAsync(request);

        var contexts = service.Reasoning.Contexts.OrderBy(context => context.Sequence).ToArray();
        contexts.Select(context => context.Sequence).ShouldBe(Enumerable.Range(0, contexts.Length).Select(number => (long)number));
        contexts.ShouldAllBe(context => context.RunId == "run-1" && context.Shard == 0 && context.Step.StartsWith("mcts/"));
        contexts.Select(context => context.Step).Distinct().Count().ShouldBe(1);
        contexts.Select(context => context.Seed).ShouldBeUnique();
        contexts.ShouldAllBe(context => context.Seed >= 0);
    }

    [Fact]
    public async Task ARepeatedSearchAsksUnderTheSameKeysAndAnotherSearchOfTheRunDoesNot()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(20, 0.2, 0.9);
        request.RunId = "run-1";
        var other = request.Clone();
        other.Reasoning.Query = "Which is worst?";

        await service.Client.SearchAsync(request);
        var first = service.Reasoning.Contexts.ToArray();
        await service.Client.SearchAsync(request);
        var again = service.Reasoning.Contexts.Skip(first.Length).ToArray();
        await service.Client.SearchAsync(other);
        var last = service.Reasoning.Contexts.Last();

        again.ShouldBe(first, ignoreOrder: true);
        last.RunId.ShouldBe("run-1");
        last.Step.ShouldNotBe(first[0].Step);
    }

    [Fact]
    public async Task ASearchWithoutARunHasARunOfItsOwn()
    {
        await using var service = await SearchService.StartAsync();

        await service.Client.SearchAsync(Problems.Request(1, 0.5));
        await service.Client.SearchAsync(Problems.Request(1, 0.5));

        service.Reasoning.Contexts.Select(context => context.RunId).ShouldBeUnique();
        service.Reasoning.Contexts.ShouldAllBe(context => context.RunId.Length > 0);
    }

    [Fact]
    public async Task AQuestionWithoutPassagesHasAnAnswer()
    {
        await using var service = await SearchService.StartAsync();

        var response = await service.Client.SearchAsync(Problems.Request(30));

        response.Statistics.RootVisits.ShouldBe(30);
        response.Answer.Citations.ShouldBeEmpty();
    }

    [Fact]
    public async Task TheDomainsAreListed()
    {
        await using var service = await SearchService.StartAsync();

        var domains = await service.Client.ListDomainsAsync(new ListDomainsRequest());

        domains.Domains.Select(domain => domain.Name).ShouldBe(DomainCatalogue.All.Select(entry => entry.Name));
        domains.Domains.Select(domain => domain.Name).ShouldBeUnique();
    }

    [Fact]
    public async Task ABadRequestIsRefusedByName()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(10_001, 0.5);

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(request).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("iterations: must be from 1 to 10000, and is 10001");
        service.Reasoning.Contexts.ShouldBeEmpty();
    }
}
