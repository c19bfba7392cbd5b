using System.Collections.Concurrent;
using MctsAspire.MctsService.Running;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.MctsService.Tests.Running;

public sealed class ShardThreadsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ShardThreads _threads;
    private readonly ManualResetEventSlim _go = new();
    private readonly ConcurrentQueue<string> _order = new();

    public ShardThreadsTests() => _threads = new(Options.Create(new SearchLimits { Workers = 1 }), _time);

    public void Dispose()
    {
        _go.Set();
        _threads.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task ASmallComputationDoesNotWaitForTheEndOfALargeOne()
    {
        using var end = new CancellationTokenSource();
        var large = _threads.RunAsync(new(), turn =>
        {
            for (; !end.IsCancellationRequested; turn.Pause())
                _time.Advance(TimeSpan.FromMilliseconds(5));
            return "large";
        });

        var small = await _threads.RunAsync(new(), _ => "small");

        small.ShouldBe("small");
        large.IsCompleted.ShouldBeFalse();
        await end.CancelAsync();
        (await large).ShouldBe("large");
    }

    [Fact]
    public async Task TwoLargeComputationsTakeTurns()
    {
        var (first, second) = (Slices("a", 20), Slices("b", 20));
        _go.Set();

        await Task.WhenAll(first, second);

        // Both got ahead while the other one was not done.
        _order.Take(20).ShouldContain("a");
        _order.Take(20).ShouldContain("b");
    }

    [Fact]
    public async Task WhoHasHadLeastGoesFirst()
    {
        var all = new[] { Step("holder", 0), Step("much", 3), Step("little", 1), Step("some", 2) };
        _go.Set();

        await Task.WhenAll(all);

        _order.ShouldBe(["holder", "little", "some", "much"]);
    }

    [Fact]
    public async Task EveryFourthTurnGoesToWhoHasWaitedLongest()
    {
        var all = new[] { Step("holder", 0), Step("large", 1_000), Step("1", 1), Step("2", 2), Step("3", 3), Step("4", 4), Step("5", 5) };
        _go.Set();

        await Task.WhenAll(all);

        _order.ShouldBe(["holder", "1", "2", "3", "large", "4", "5"]);
    }

    [Fact]
    public async Task WhatOnlyHasToEndGoesFirst()
    {
        var ending = Share(1_000);
        var all = new[] { Step("holder", 0), Step("small", 1), Step("ending", ending) };
        ending.Hasten();
        _go.Set();

        await Task.WhenAll(all);

        _order.ShouldBe(["holder", "ending", "small"]);
    }

    [Fact]
    public async Task WithoutAFreeWorkerNothingIsTakenOn()
    {
        var holder = Step("holder", 0);

        _threads.TryRunAsync(new(), _ => 1).ShouldBeNull();

        _go.Set();
        await holder;
        (await _threads.TryRunAsync(new(), _ => 1)!).ShouldBe(1);
    }

    [Fact]
    public async Task AFailureBelongsToWhoWaitsForIt()
    {
        var failing = _threads.RunAsync<int>(new(), _ => throw new InvalidOperationException("broken"));

        (await Should.ThrowAsync<InvalidOperationException>(failing)).Message.ShouldBe("broken");
        (await _threads.RunAsync(new(), _ => 1)).ShouldBe(1);
    }

    [Fact]
    public async Task WhatHasNotBegunIsCancelledAtTheEnd()
    {
        var (holder, waiting) = (Step("holder", 0), Step("waiting", 0));
        var closing = Task.Run(_threads.Dispose);

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _go.Set();
        (await holder).ShouldBe("holder");
        await closing;
        await Should.ThrowAsync<OperationCanceledException>(_threads.RunAsync(new(), _ => 1));
    }

    private Task<string> Step(string name, int used) => Step(name, Share(used));

    // Nothing goes on before all have been asked for.
    private Task<string> Step(string name, ComputeShare share) => _threads.RunAsync(share, _ =>
    {
        _go.Wait();
        _order.Enqueue(name);
        return name;
    });

    private Task<string> Slices(string name, int slices) => _threads.RunAsync(new(), turn =>
    {
        _go.Wait();
        for (var slice = 0; slice < slices; slice++)
        {
            _order.Enqueue(name);
            _time.Advance(TimeSpan.FromMilliseconds(5));
            turn.Pause();
        }

        return name;
    });

    private static ComputeShare Share(int used)
    {
        var share = new ComputeShare();
        share.Add(used);
        return share;
    }
}
