using Grpc.Core;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests.Rpc;

public class SearchFailureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ALanguageServiceThatIsDownIsUnavailable()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Request(10, 0.5)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Theory]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.InvalidArgument)]
    public async Task AnErrorOfTheLanguageServiceEndsTheSearch(StatusCode status)
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.BeforeEvaluation = (_, _) => throw new RpcException(new Status(status, "no more words"));

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Request(10, 0.5)).ResponseAsync);

        error.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    public async Task AValueOutOfBoundsIsAnInternalErrorThatSaysSo(double value)
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.Value = _ => value;

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Request(10, 0.5)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldContain("[0,1]");
    }

    [Fact]
    public async Task ADeadlineEndsTheSearchAndItsCalls()
    {
        await using var service = await SearchService.StartAsync();
        var given = service.Reasoning.BlockAfter(evaluations: 0);

        // On a busy machine the time may be over before the search has come to a call: then it is asked for again with more time.
        for (var milliseconds = 500; milliseconds < 60_000 && !given.Entered.IsCompleted; milliseconds *= 2)
        {
            var call = service.Client.SearchAsync(Problems.Request(10, 0.5), deadline: DateTime.UtcNow.AddMilliseconds(milliseconds));
            (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        }

        await given.Cancelled.WaitAsync(Patience);
    }

    [Fact]
    public async Task ACancelledCallEndsTheSearchAndItsCalls()
    {
        await using var service = await SearchService.StartAsync();
        var given = service.Reasoning.BlockAfter(evaluations: 5);
        using var source = new CancellationTokenSource();
        var request = Problems.Request(10, 0.5);
        request.Parallel = 1;

        var call = service.Client.SearchAsync(request, cancellationToken: source.Token);
        await given.Entered.WaitAsync(Patience);
        await source.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await given.Cancelled.WaitAsync(Patience);
        service.Reasoning.Evaluations.Count.ShouldBe(6);
    }

    [Fact]
    public async Task MoreSearchesThanAllowedAreRefused()
    {
        await using var service = await SearchService.StartAsync(maxConcurrentSearches: 1);
        var given = service.Reasoning.BlockAfter(evaluations: 0);
        using var source = new CancellationTokenSource();
        var running = service.Client.SearchAsync(Problems.Request(10, 0.5), cancellationToken: source.Token);
        await given.Entered.WaitAsync(Patience);

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Request(10, 0.5)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        await source.CancelAsync();
        await Should.ThrowAsync<RpcException>(running.ResponseAsync);
    }

    [Fact]
    public async Task APlaceIsGivenBackWhateverTheEndOfASearch()
    {
        await using var service = await SearchService.StartAsync(maxConcurrentSearches: 1);
        service.Reasoning.Value = _ => double.NaN;
        await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Request(10, 0.5)).ResponseAsync);
        service.Reasoning.Value = _ => 0.5;

        var response = await service.Client.SearchAsync(Problems.Request(10, 0.5));

        response.Statistics.Iterations.ShouldBe(10);
    }
}
