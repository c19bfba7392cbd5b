using Grpc.Core;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Rpc;

public class StreamSearchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ProgressComesFirstAndTheResultLast()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(200, 0.2, 0.9, 0.4);

        var events = await ReadAsync(service, request);

        events[0].EventCase.ShouldBe(SearchEvent.EventOneofCase.Progress);
        events.Count(item => item.EventCase == SearchEvent.EventOneofCase.Result).ShouldBe(1);
        Timeless.Of(events[^1].Result).ShouldBe(Timeless.Of(await service.Client.SearchAsync(request)));
    }

    [Fact]
    public async Task ProgressTellsWhatWouldBeChosenNow()
    {
        await using var service = await SearchService.StartAsync();

        var request = Problems.Request(200, 0.2, 0.9, 0.4);
        request.Parallel = 1;

        var events = await ReadAsync(service, request);

        var first = events[0].Progress;
        first.TotalIterations.ShouldBe(200);
        first.Iterations.ShouldBe(2);
        first.BestAction.ShouldStartWith("Strategy: ");
        first.BestActionValue.ShouldBeInRange(0, 1);
        first.Actions.Sum(action => action.Visits).ShouldBe(1);
    }

    [Fact]
    public async Task ProgressIsSentWhileTheSearchIsStillBusy()
    {
        await using var service = await SearchService.StartAsync();
        var release = new TaskCompletionSource();
        service.Reasoning.BeforeEvaluation = (_, _) => service.Reasoning.Evaluations.Count > 3 ? release.Task : Task.CompletedTask;
        var request = Problems.Request(20, 0.2, 0.9);
        request.Parallel = 1;
        using var call = service.Client.StreamSearch(request);

        (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience)).ShouldBeTrue();
        call.ResponseStream.Current.EventCase.ShouldBe(SearchEvent.EventOneofCase.Progress);
        release.SetResult();

        var rest = await call.ResponseStream.ReadAllAsync().ToListAsync();
        rest[^1].Result.Statistics.Iterations.ShouldBe(20);
    }

    [Fact]
    public async Task ASearchOfOneIterationReportsOnce()
    {
        await using var service = await SearchService.StartAsync();

        var events = await ReadAsync(service, Problems.Request(1, 0.5));

        events.Select(item => item.EventCase).ShouldBe([SearchEvent.EventOneofCase.Progress, SearchEvent.EventOneofCase.Result]);
    }

    [Fact]
    public async Task AClientThatGoesAwayEndsTheSearch()
    {
        await using var service = await SearchService.StartAsync();
        var given = service.Reasoning.BlockAfter(evaluations: 3);
        var request = Problems.Request(1_000, 0.2, 0.9);
        request.Parallel = 1;
        var call = service.Client.StreamSearch(request);
        await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience);
        await given.Entered.WaitAsync(Patience);

        call.Dispose();

        await given.Cancelled.WaitAsync(Patience);
        service.Reasoning.Evaluations.Count.ShouldBe(4);
    }

    [Fact]
    public async Task AFailureInTheMiddleEndsTheStreamWithItsStatus()
    {
        await using var service = await SearchService.StartAsync();
        service.Reasoning.BeforeEvaluation = (_, _) => service.Reasoning.Evaluations.Count > 5
            ? throw new RpcException(new Status(StatusCode.Unavailable, "gone"))
            : Task.CompletedTask;

        var error = await Should.ThrowAsync<RpcException>(ReadAsync(service, Problems.Request(50, 0.2, 0.9)));

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task ABadRequestIsRefusedBeforeTheFirstEvent()
    {
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(5, 0.5);
        request.Preset = "turbo";

        var error = await Should.ThrowAsync<RpcException>(ReadAsync(service, request));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("preset: must be one of fast, balanced, thorough, exploration_heavy, exploitation_heavy");
    }

    private static async Task<List<SearchEvent>> ReadAsync(SearchService service, SearchRequest request)
    {
        using var call = service.Client.StreamSearch(request);
        return await call.ResponseStream.ReadAllAsync().ToListAsync();
    }
}
