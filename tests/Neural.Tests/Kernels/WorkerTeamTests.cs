using MctsAspire.Neural.Kernels;
using MctsAspire.Testing;

namespace MctsAspire.Neural.Tests.Kernels;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryPartIsDoneOnce(int threads)
    {
        using var team = new WorkerTeam(threads);
        for (var parts = 0; parts < 300; parts++)
        {
            var counts = new int[parts];
            team.Run(new Counting(counts), parts);
            counts.ShouldAllBe(count => count == 1);
        }
    }

    [Fact]
    public async Task CallersAtTheSameTimeAllGetTheirWorkDone()
    {
        using var team = new WorkerTeam(3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 2000; round++)
            {
                var counts = new int[7];
                team.Run(new Counting(counts), counts.Length);
                counts.ShouldAllBe(count => count == 1);
            }
        })));
    }

    [Fact]
    public void AFailureReachesTheCallerAndTheTeamGoesOn()
    {
        using var team = new WorkerTeam(2);
        Should.Throw<InvalidOperationException>(() => team.Run(new Failing(), 10));
        var counts = new int[10];
        team.Run(new Counting(counts), counts.Length);
        counts.ShouldAllBe(count => count == 1);
    }

    [Fact]
    public void WorkAfterTheEndIsDoneByTheCaller()
    {
        var team = new WorkerTeam(2);
        team.Dispose();
        team.Dispose();
        var counts = new int[10];
        team.Run(new Counting(counts), counts.Length);
        counts.ShouldAllBe(count => count == 1);
    }

    [Fact]
    public void SharingAllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        var counts = new int[10];
        team.Run(new Counting(counts), counts.Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
            team.Run(new Counting(counts), counts.Length);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public async Task ATeamWithoutWorkSleepsAndWakesForMore()
    {
        using var team = new WorkerTeam(3);
        for (var round = 0; round < 3; round++)
        {
            await Eventually.HoldsAsync(() => team.Asleep == 2, () => $"{team.Asleep} of 2 sleep");
            var counts = new int[50];
            team.Run(new Counting(counts), counts.Length);
            counts.ShouldAllBe(count => count == 1);
        }
    }

    private readonly struct Counting(int[] counts) : IParallelWork
    {
        public void Execute(int part) => Interlocked.Increment(ref counts[part]);
    }

    private readonly struct Failing : IParallelWork
    {
        public void Execute(int part)
        {
            if (part % 3 == 1) throw new InvalidOperationException("part " + part);
        }
    }
}
