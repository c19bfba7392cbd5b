using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Explaining;

public class ExplanationTests
{
    [Fact]
    public async Task ADecisionIsPutIntoWords()
    {
        var response = await ExplainAsync("connect_four", "{\"moves\":[4,4]}", 3_000);

        var text = response.Explanation.Text;
        text.ShouldContain($"The decision is {response.Statistics.BestAction}.");
        text.ShouldContain($"{response.Statistics.BestActionVisits:N0} went through it");
        text.ShouldContain($"Next comes {response.Statistics.Actions.First(action => action.Action != response.Statistics.BestAction).Action}");
        text.ShouldEndWith(response.Certificate.Statement);
        response.Explanation.Start.Split('\n')[^2].ShouldBe("...O...");
    }

    [Fact]
    public async Task WhatWouldFlipADecisionIsFoundAndTrue()
    {
        var example = DomainCatalogue.Find("decision_model").Example;

        var response = await ExplainAsync("decision_model", example, 500);

        response.Statistics.BestAction.ShouldBe("test");
        response.Explanation.Flips.Select(flip => flip.Kind).ShouldBe(["probability", "reward"]);
        var flip = response.Explanation.Flips[0];
        flip.Decision.ShouldBe("launch");
        response.Explanation.Text.ShouldContain($"{flip.Action} leading to {flip.Outcome}");
    }

    [Fact]
    public async Task ADecisionOfTheExactSolutionAloneIsExplained()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("bandit", "{\"arms\":[0.4,0.5]}", 1);
        (request.Explain, request.Backup, request.Transpositions) = (true, "max", false);

        var response = await service.Client.SearchAsync(request);

        response.Statistics.BestAction.ShouldBe("arm 2");
        var row = response.Statistics.Actions.Single();
        (row.Action, row.Visits, row.HasValue, row.ProvenLow, row.ProvenHigh).ShouldBe(("arm 2", 0, false, 0.5, 0.5));
        response.Explanation.Text.ShouldContain("It is that of the exact solution; the search by itself had not tried an action.");
    }

    [Fact]
    public async Task TheLineOfAModelGoesOnThroughItsMostProbableOutcomes()
    {
        foreach (var transpositions in (bool[])[true, false])
        {
            await using var service = await SearchService.StartAsync(withLanguage: false);
            var request = Problems.Native("grid_world", "{\"map\":[\"S..\",\".#.\",\"..G\"],\"slip\":0.1,\"discount\":0.95}", 3_000);
            (request.Explain, request.Backup, request.Transpositions) = (true, "max", transpositions);

            var response = await service.Client.SearchAsync(request);

            var line = response.Statistics.PrincipalVariation;
            string.Join(" ", line.Where((_, i) => i % 2 == 0)).ShouldBeOneOf("down down right right", "right right down down");
            line[^1].ShouldBe("→ row 3, column 3 (+1)");
            response.Explanation.Text.ShouldContain($"The line of play from there: {string.Join(", ", line)}.");
        }
    }

    [Fact]
    public async Task WithoutTheWishThereIsNoExplanation()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        (await service.Client.SearchAsync(Problems.Native("bandit", "{\"arms\":[0.4,0.5]}", 10))).Explanation.ShouldBeNull();
    }

    [Fact]
    public async Task ReasoningIsExplainedToo()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(50, 0.2, 0.9);
        request.Explain = true;

        var explanation = (await service.Client.SearchAsync(request)).Explanation;

        explanation.Start.ShouldBe("Which is best?");
        explanation.Text.ShouldContain("Strategy: direct");
    }

    private static async Task<SearchResponse> ExplainAsync(string domain, string json, int iterations)
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native(domain, json, iterations);
        request.Explain = true;
        return await service.Client.SearchAsync(request);
    }
}
