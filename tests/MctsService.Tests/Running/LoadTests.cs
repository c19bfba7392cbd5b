using System.Text;
using Grpc.Core;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Tests.Fixtures;
using MctsAspire.Testing;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Tests.Running;

public class LoadTests
{
    [Fact]
    public async Task ASearchThatNeverFitsIsToldWhatToChange()
    {
        await using var service = await SearchService.StartAsync(false, 8, ("Search:MemoryMiB", "16"));

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Native("connect_four", "{}", 10_000_000)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("max_nodes");
        error.Status.Detail.ShouldContain("16 MiB");
    }

    [Fact]
    public async Task LoadIsShedBeforeMemoryRunsOut()
    {
        await using var service = await SearchService.StartAsync(false, 100, ("Search:MemoryMiB", "64"), ("Search:Workers", "1"));
        var request = Problems.Native("connect_four", "{}", 10_000_000);
        (request.MaxNodes, request.Shards, request.RunId) = (800_000, 1, "large");
        using var source = new CancellationTokenSource();

        var running = Enumerable.Range(0, 4).Select(_ => service.Client.SearchAsync(request, cancellationToken: source.Token).ResponseAsync).ToList();
        var refused = await Task.WhenAny(running);

        var error = await Should.ThrowAsync<RpcException>(refused);
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Status.Detail.ShouldContain("memory");
        error.Trailers.GetValue("retry-after-ms").ShouldNotBeNull();
        await source.CancelAsync();
        await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.HoldsAsync(() => service.Get<MemoryBudget>().Reserved == 0);
    }

    [Fact]
    public async Task MemoryIsGivenBackWhateverTheEndOfASearch()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        await service.Client.SearchAsync(Problems.Native("connect_four", "{}", 1_000));
        await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Native("connect_four", "{\"width\":99}", 1_000)).ResponseAsync);

        service.Get<MemoryBudget>().Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task ALargeModelCountsWhileItIsRead()
    {
        await using var service = await SearchService.StartAsync(false, 8, ("Search:MemoryMiB", "8"));

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Native("decision_model", Problems.LargeModel, 10)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("8 MiB");
        service.Get<MemoryBudget>().Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task ReadingAModelHasAnEnd()
    {
        await using var service = await SearchService.StartAsync(false, 8, ("Search:MaxTimeMs", "20"));

        var error = await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(Problems.Native("decision_model", Problems.LargeModel, 10)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        error.Status.Detail.ShouldContain("Search:MaxTimeMs");
    }

    [Fact]
    public void ReadingALargeModelIsCancelled()
    {
        using var source = new CancellationTokenSource();
        var most = 0L;
        var context = new ReadingContext(Reserve, source.Token);

        Should.Throw<OperationCanceledException>(() => DomainCatalogue.Find("decision_model").Read!(Encoding.UTF8.GetBytes(Problems.LargeModel), context));

        most.ShouldBeLessThan(10_000_000);

        void Reserve(long bytes)
        {
            most = Math.Max(most, bytes);
            if (bytes > 1_000_000)
                source.Cancel();
        }
    }

    [Fact]
    public async Task TheTreeEndsTheSearchWhenItsNodesAreUsedUp()
    {
        await using var service = await SearchService.StartAsync(withLanguage: false);
        var request = Problems.Native("connect_four", "{}", 100_000);
        request.MaxNodes = 5_000;

        var response = await service.Client.SearchAsync(request);

        response.StopReason.ShouldBe("nodes");
        response.Statistics.Iterations.ShouldBeInRange(100, 99_999);
        response.Statistics.BestAction.ShouldNotBeEmpty();
    }

    [Fact]
    public void ReservationsAddUp()
    {
        var budget = new MemoryBudget(Options.Create(new SearchLimits { MemoryMiB = 1 }));
        using (var one = budget.Open())
        using (var two = budget.Open())
        {
            one.GrowTo(600_000);
            Should.Throw<ServiceDefaults.Errors.RateLimitException>(() => two.GrowTo(600_000));
            one.ShrinkTo(100_000);
            two.GrowTo(600_000);
            budget.Reserved.ShouldBe(700_000);
        }

        budget.Reserved.ShouldBe(0);
    }
}
