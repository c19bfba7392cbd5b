using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Rpc;

/// <summary>What the service promises for every domain, where evaluations are calls that take their time.</summary>
public class CallSearchServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ASearchIsStoppedInTheMiddleOfACallWithWhatItHasFound()
    {
        await using var service = await SearchService.StartAsync();
        var given = service.Reasoning.BlockAfter(evaluations: 20);
        service.Reasoning.Deterministic = false;
        var request = Problems.Request(1_000, 0.2, 0.9, 0.4);
        request.RunId = "slow";
        var search = service.Client.SearchAsync(request).ResponseAsync;
        await given.Entered.WaitAsync(Patience);

        await service.Client.StopSearchAsync(new StopSearchRequest { RunId = "slow" });

        var response = await search.WaitAsync(Patience);
        await given.Cancelled.WaitAsync(Patience);
        response.StopReason.ShouldBe("cancelled");
        response.Statistics.Iterations.ShouldBeInRange(10, 20);
        response.Statistics.RootVisits.ShouldBe(response.Statistics.Iterations);
        response.Answer.Text.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("ucb1", "max_visits")]
    [InlineData("ucb1_tuned", "max_value")]
    [InlineData("puct", "robust")]
    [InlineData("puct", "secure")]
    public async Task EverySelectionFindsTheBestEvidence(string selection, string bestAction)
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(400, 0.2, 0.9, 0.4);
        (request.Selection, request.BestAction, request.Parallel) = (selection, bestAction, 8);
        if (selection == "puct")
            request.RootNoise = new RootNoise { Alpha = 0.3, Fraction = 0.25 };

        var response = await service.Client.SearchAsync(request);

        response.Statistics.Iterations.ShouldBe(400);
        response.Statistics.PrincipalVariation.Take(2).ShouldBe(["Strategy: direct", "Evidence: p1"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task TheTokensOfAllShardsAreCountedAndAreNoPartOfWhatIsVerified(int shards)
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.Usage = new Usage { InputTokens = 100, OutputTokens = 3 };
        var request = Problems.Request(60, 0.2, 0.9, 0.4);
        (request.Shards, request.Bundle) = (shards, true);

        var response = await service.Client.SearchAsync(request);

        var calls = service.Reasoning.Contexts.Count;
        response.Usage.ShouldBe(new Usage { InputTokens = 100 * calls, OutputTokens = 3 * calls });
        (await service.Client.VerifyAsync(new VerifyRequest { Bundle = response.Bundle })).Verified.ShouldBeTrue();

        service.Reasoning.Usage = null;
        (await service.Client.SearchAsync(request)).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task ALeafBatchIsAskedAboutAtTheSameTime()
    {
        await using var service = await SearchService.StartAsync();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Reasoning.Deterministic = false;

        // The sixth evaluation ends a batch that would never be answered if its calls came one after the other.
        service.Reasoning.BeforeEvaluation = (_, _) =>
        {
            if (service.Reasoning.Evaluations.Count == 6)
                full.TrySetResult();
            return service.Reasoning.Evaluations.Count <= 1 ? Task.CompletedTask : full.Task;
        };
        var request = Problems.Request(30, 0.2, 0.9, 0.4);
        request.Parallel = 5;

        var response = await service.Client.SearchAsync(request).ResponseAsync.WaitAsync(Patience);

        response.Statistics.Iterations.ShouldBe(30);
    }
}
