using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Gateway.RateLimits;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.RateLimits;

public sealed class SlidingLogTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void NoMoreThanTheLimitPassesInAWindowAndNoLess()
    {
        var (log, time) = New();
        var plan = Windows.Plan((3, Second));

        Passed(log, plan, 5).ShouldBe(3);
        time.Advance(Second - TimeSpan.FromMicroseconds(1));
        Passed(log, plan, 5).ShouldBe(0);
        time.Advance(TimeSpan.FromMicroseconds(1));
        Passed(log, plan, 5).ShouldBe(3);
    }

    [Fact]
    public void ABurstAtTheEndOfAWindowLeavesNothingForTheBeginningOfTheNext()
    {
        var (log, time) = New();
        var plan = Windows.Plan((10, Second));
        time.Advance(Second * 0.9);

        Passed(log, plan, 20).ShouldBe(10);
        time.Advance(Second * 0.2);

        Passed(log, plan, 20).ShouldBe(0);
    }

    [Fact]
    public void ARefusedRequestCountsInNoWindow()
    {
        var (log, time) = New();
        var plan = Windows.Plan((1, Second), (3, Second * 10));
        Passed(log, plan, 100).ShouldBe(1);
        time.Advance(Second);

        log.TryAdd(plan)!.Uses.Select(use => use.Used).ShouldBe([1, 2]);
    }

    [Fact]
    public void TheWaitIsExactlyAsLongAsNothingIsLetIn()
    {
        var (log, time) = New();
        var plan = Windows.Plan((2, Second), (3, Second * 10));
        Passed(log, plan, 2);
        time.Advance(Second * 1.5);
        Passed(log, plan, 1);

        var refused = log.TryAdd(plan)!;
        refused.IsAdmitted.ShouldBeFalse();
        refused.RefusedBy.Name.ShouldBe("minute");
        refused.RetryAfter.ShouldBe(Second * 8.5);
        time.Advance(refused.RetryAfter - TimeSpan.FromMicroseconds(1));
        log.TryAdd(plan)!.IsAdmitted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMicroseconds(1));
        log.TryAdd(plan)!.IsAdmitted.ShouldBeTrue();
    }

    [Fact]
    public void ALogThatIsInUseIsNotClosed()
    {
        var (log, time) = New();
        var plan = Windows.Plan((3, Second));
        Passed(log, plan, 1);

        log.TryClose(Second).ShouldBeFalse();
        time.Advance(Second);
        log.TryClose(Second).ShouldBeTrue();
        log.TryAdd(plan).ShouldBeNull();
    }

    [Fact]
    public void ALargeLimitTakesNoMoreMemoryThanIsUsed()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (log, _) = New();
        Passed(log, Windows.Plan((10_000_000, TimeSpan.FromDays(1))), 10);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024);
    }

    [Property(MaxTest = 200)]
    public Property ItDecidesAsIfEveryTimeWereKeptAndCounted()
    {
        var windows = Gen.Choose(1, 150).Zip(Gen.Choose(1, 40)).Select(window => (Limit: window.Item1, Length: TimeSpan.FromMilliseconds(window.Item2)));
        var steps = Gen.Frequency((8, Gen.Constant(0)), (3, Gen.Choose(1, 3)), (1, Gen.Choose(4, 60))).ListOf(600);
        return Prop.ForAll(windows.ListOf(4).Zip(steps).ToArbitrary(), given =>
        {
            var (log, time) = New();
            var plan = Windows.Plan([.. given.Item1]);
            var times = new List<TimeSpan>();
            var now = TimeSpan.Zero;
            foreach (var step in given.Item2)
            {
                time.Advance(TimeSpan.FromMilliseconds(step));
                now += TimeSpan.FromMilliseconds(step);
                var counts = plan.Windows.Select(window => times.Count(at => at > now - window.Length)).ToList();
                var admitted = counts.Zip(plan.Windows).All(window => window.First < window.Second.Limit);
                if (admitted)
                    times.Add(now);

                var decision = log.TryAdd(plan)!;
                decision.IsAdmitted.ShouldBe(admitted);
                decision.Uses.Select(use => use.Used).ShouldBe(counts.Select(count => admitted ? count + 1 : count));
                if (!admitted)
                    decision.RetryAfter.ShouldBe(Enumerable.Range(0, 4).Where(k => counts[k] >= plan.Windows[k].Limit).Max(k => times[^plan.Windows[k].Limit] + plan.Windows[k].Length - now));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task ManyThreadsAtOnceNeverExceedAWindow(int limit)
    {
        const int threads = 8;
        // Longest last, and larger than the ring at first, so that it grows while they run.
        var plan = Windows.Plan((limit, TimeSpan.FromMilliseconds(1)), (limit * 5, TimeSpan.FromMilliseconds(20)), (limit * 60, TimeSpan.FromSeconds(1)));
        var log = new SlidingLog(TimeProvider.System);
        var (admitted, wrong) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    var decision = log.TryAdd(plan)!;
                    if (decision.IsAdmitted)
                        Interlocked.Increment(ref admitted);
                    if (decision.RetryAfter > TimeSpan.FromSeconds(1) || Enumerable.Range(0, 3).Any(k => decision.Uses[k].Used < 0 || decision.Uses[k].Used > plan.Windows[k].Limit))
                        Interlocked.Increment(ref wrong);
                }
            },
            TaskCreationOptions.LongRunning)));

        wrong.ShouldBe(0);
        var times = log.Times(long.MinValue, int.MaxValue);
        times.Order().ShouldBe(times);
        Windows.Excess(times, plan).ShouldBeNull();
        times.Length.ShouldBeLessThanOrEqualTo(admitted);
    }

    [Fact]
    public async Task ManyThreadsAtOnceGetExactlyTheLimit()
    {
        const int limit = 50_000;
        var plan = Windows.Plan((limit, TimeSpan.FromHours(1)));
        var log = new SlidingLog(TimeProvider.System);
        var admitted = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < limit / 4; i++)
                {
                    if (log.TryAdd(plan)!.IsAdmitted)
                        Interlocked.Increment(ref admitted);
                }
            },
            TaskCreationOptions.LongRunning)));

        admitted.ShouldBe(limit);
        log.Times(long.MinValue, int.MaxValue).Length.ShouldBe(limit);
    }

    private static (SlidingLog Log, FakeTimeProvider Time) New()
    {
        var time = new FakeTimeProvider();
        return (new SlidingLog(time), time);
    }

    private static int Passed(SlidingLog log, LimitPlan plan, int requests) => Enumerable.Range(0, requests).Count(_ => log.TryAdd(plan)!.IsAdmitted);
}
