namespace MctsAspire.Neural.Tests.Inference;

/// <summary>Counts what the calling thread allocates.</summary>
internal static class Allocations
{
    /// <summary>After some calls, further ones must allocate nothing.</summary>
    public static void ShouldBeNone(Action action)
    {
        // What calls allocate shows in every round; what the runtime does once, such as compiling a method anew, in one.
        Enumerable.Range(0, 5).Select(_ => Round(action)).Min().ShouldBe(0);
    }

    private static long Round(Action action)
    {
        for (var i = 0; i < 3; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
