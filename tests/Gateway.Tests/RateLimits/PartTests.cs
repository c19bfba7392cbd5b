using FsCheck.Xunit;
using MctsAspire.Gateway.RateLimits;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>What instances let in each by itself after they could count together.</summary>
public sealed class PartTests
{
    private const string Client = "client_0";

    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Property(MaxTest = 200)]
    public void TogetherTheyExceedNoLimitWhateverCameBefore(int seed)
    {
        var random = new Random(seed);
        var plan = Windows.Plan((random.Next(4, 12), TimeSpan.FromSeconds(1)), (random.Next(5, 40), TimeSpan.FromSeconds(random.Next(2, 8))), (random.Next(20, 80), TimeSpan.FromSeconds(random.Next(10, 30))));
        var instances = Enumerable.Range(0, random.Next(2, 5)).Select(_ => new LocalLimiter(_time)).ToArray();
        var shared = new SlidingLog(_time);
        var admitted = new List<long>();

        for (var i = random.Next(0, 150); i > 0; i--)
        {
            Pass(random, 300);
            var decision = shared.TryAdd(plan)!;
            var instance = instances[random.Next(instances.Length)];
            if (decision.IsAdmitted)
            {
                instance.Record(Client, plan);
                admitted.Add(shared.Now());
            }

            foreach (var other in instances)
                other.Know(Client, plan, new SharedCount(decision.Uses, shared.Now(), shared.Now()));
        }

        for (var i = 0; i < 600; i++)
        {
            Pass(random, 150);
            if (instances[random.Next(instances.Length)].TryAddPart(Client, plan, instances.Length).IsAdmitted)
                admitted.Add(shared.Now());
        }

        Windows.Excess(admitted, plan).ShouldBeNull($"{instances.Length} instances, {plan.Policy}");
        foreach (var instance in instances)
            instance.Dispose();
    }

    [Fact]
    public void AnInstanceThatMayLetInNoneSaysWhenItMay()
    {
        using var limiter = new LocalLimiter(_time);
        var plan = Windows.Plan((4, TimeSpan.FromSeconds(10)));
        limiter.Know(Client, plan, new SharedCount([new WindowUse(4, TimeSpan.FromSeconds(8))], 0, limiter.Now()));
        _time.Advance(TimeSpan.FromSeconds(3));

        var refused = limiter.TryAddPart(Client, plan, 2);
        refused.IsAdmitted.ShouldBeFalse();
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        _time.Advance(refused.RetryAfter - TimeSpan.FromMicroseconds(1));
        limiter.TryAddPart(Client, plan, 2).IsAdmitted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMicroseconds(1));
        limiter.TryAddPart(Client, plan, 2).IsAdmitted.ShouldBeTrue();
    }

    [Fact]
    public void AnOlderCountDoesNotReplaceANewerOne()
    {
        using var limiter = new LocalLimiter(_time);
        var plan = Windows.Plan((4, TimeSpan.FromSeconds(10)));

        limiter.Know(Client, plan, new SharedCount([new WindowUse(4, TimeSpan.FromSeconds(8))], 2, limiter.Now()));
        limiter.Know(Client, plan, new SharedCount([new WindowUse(1, TimeSpan.FromSeconds(8))], 1, limiter.Now()));

        limiter.TryAddPart(Client, plan, 2).IsAdmitted.ShouldBeFalse();
    }

    [Fact]
    public void OneInstanceHasAllThatWasLeft()
    {
        using var limiter = new LocalLimiter(_time);
        var plan = Windows.Plan((4, TimeSpan.FromSeconds(10)));
        limiter.Record(Client, plan);
        limiter.Know(Client, plan, new SharedCount([new WindowUse(1, TimeSpan.FromSeconds(10))], 1, limiter.Now()));

        Enumerable.Range(0, 6).Count(_ => limiter.TryAddPart(Client, plan, 1).IsAdmitted).ShouldBe(3);
    }

    private void Pass(Random random, int mostMilliseconds) => _time.Advance(TimeSpan.FromMicroseconds(1 + random.Next(mostMilliseconds * 1000)));
}
