namespace MctsAspire.Neural.Tests.Inference;

/// <summary>Counts what the calling thread allocates.</summary>
internal static class Allocations
{
    /// <summary>After some calls, further ones must allocate nothing.</summary>
    public static void ShouldBeNone(Action action)
    {
        for (var i = 0; i < 3; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            action();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
