using MctsAspire.MctsService.Search.Calls;

namespace MctsAspire.MctsService.Tests.Search.Calls;

public class EvaluationCacheTests
{
    private static readonly StateKey A = StateKey.Of("a"u8), B = StateKey.Of("b"u8), C = StateKey.Of("c"u8);

    [Fact]
    public void ADeterministicEvaluationIsFoundAgain()
    {
        var cache = new EvaluationCache<string>(2);
        cache.Add(A, new([0.5], "half", Deterministic: true));

        cache.TryGet(StateKey.Of("a"u8), out var found).ShouldBeTrue();

        (found.Returns[0], found.Outcome).ShouldBe((0.5, "half"));
    }

    [Fact]
    public void ASampledEvaluationIsNotHeld()
    {
        var cache = new EvaluationCache<string>(2);

        cache.Add(A, new([0.5], "half", Deterministic: false));

        cache.TryGet(A, out _).ShouldBeFalse();
        cache.Count.ShouldBe(0);
    }

    [Fact]
    public void TheLeastRecentlyUsedMakesRoom()
    {
        var cache = new EvaluationCache<string>(2);
        cache.Add(A, new([0.1], "a", true));
        cache.Add(B, new([0.2], "b", true));
        cache.TryGet(A, out _);

        cache.Add(C, new([0.3], "c", true));

        cache.TryGet(B, out _).ShouldBeFalse();
        cache.TryGet(A, out _).ShouldBeTrue();
        cache.TryGet(C, out _).ShouldBeTrue();
        cache.Count.ShouldBe(2);
    }

    [Fact]
    public void EveryLookUpIsCountedOnce()
    {
        var cache = new EvaluationCache<string>(2);
        cache.TryGet(A, out _);
        cache.Add(A, new([0.1], "a", true));
        cache.TryGet(A, out _);
        cache.TryGet(B, out _);

        (cache.Hits, cache.Misses).ShouldBe((1, 2));
    }
}
