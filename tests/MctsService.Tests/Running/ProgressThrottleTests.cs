using MctsAspire.MctsService.Running;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.MctsService.Tests.Running;

public class ProgressThrottleTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TheFirstReportComesAfterTheSecondIteration()
    {
        var throttle = new ProgressThrottle(_time);

        throttle.IsDue(1, 100).ShouldBeFalse();
        throttle.IsDue(2, 100).ShouldBeTrue();
    }

    [Fact]
    public void ASearchOfOneIterationReportsAfterIt()
    {
        new ProgressThrottle(_time).IsDue(1, 1).ShouldBeTrue();
    }

    [Fact]
    public void ReportsAreAtMostTenASecond()
    {
        var throttle = new ProgressThrottle(_time);
        var reports = 0;

        for (var iteration = 1; iteration <= 10_000; iteration++)
        {
            reports += throttle.IsDue(iteration, 10_000) ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        reports.ShouldBe(100);
    }
}
