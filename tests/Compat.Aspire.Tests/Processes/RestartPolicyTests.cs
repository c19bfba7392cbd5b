using Aspire.Hosting.Orchestration;

namespace MctsAspire.Compat.Aspire.Tests.Processes;

public sealed class RestartPolicyTests
{
    [Fact]
    public void TheFirstRestartComesAtOnceAndThenThePauseDoublesUpToHalfAMinute()
    {
        var policy = new RestartPolicy();

        var pauses = Enumerable.Range(0, 8).Select(_ => policy.PauseAfter(TimeSpan.FromSeconds(3)).TotalSeconds);

        pauses.ShouldBe([0, 1, 2, 4, 8, 16, 30, 30]);
        policy.Restarts.ShouldBe(8);
    }

    [Fact]
    public void AProcessThatRanWellBeginsAnew()
    {
        var policy = new RestartPolicy();
        policy.PauseAfter(TimeSpan.Zero);
        policy.PauseAfter(TimeSpan.Zero);

        policy.PauseAfter(TimeSpan.FromSeconds(10)).ShouldBe(TimeSpan.Zero);
        policy.Restarts.ShouldBe(1);
    }
}
