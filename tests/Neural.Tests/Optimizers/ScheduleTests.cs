using MctsAspire.Neural.Optimizers;

namespace MctsAspire.Neural.Tests.Optimizers;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 0.5)]
    [InlineData(100, 1)]
    [InlineData(550, 0.5)]
    [InlineData(1000, 0)]
    [InlineData(2000, 0)]
    public void TheRateRisesToItsPeakAndFallsToZero(long step, double expected) =>
        new LearningRateSchedule(1, 100, 1000).At(step).ShouldBe(expected, 1e-12);

    [Fact]
    public void WithoutAnEndTheRateStaysAtItsPeak() => new LearningRateSchedule(0.5, 10).At(1_000_000).ShouldBe(0.5);

    [Fact]
    public void WithoutAWarmUpTheFirstRateIsThePeak() => new LearningRateSchedule(0.5).At(0).ShouldBe(0.5);

    [Fact]
    public void AnEndBeforeTheWarmUpIsOverIsRefused() => Should.Throw<ArgumentOutOfRangeException>(() => new LearningRateSchedule(1, 100, 99)).Message.ShouldContain("totalSteps");
}
