using FsCheck.Xunit;
using Grpc.Net.Client.Wire;

namespace MctsAspire.Compat.Grpc.Tests.Wire;

public sealed class TimeoutHeaderTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("4m", 40_000)]
    [InlineData("5u", 50)]
    [InlineData("600n", 6)]
    [InlineData("601n", 7)]
    [InlineData("0m", 0)]
    [InlineData("00000001S", 10_000_000)]
    public void AValidTimeoutIsRead(string text, long ticks)
    {
        TimeoutHeader.TryParse(text, out var timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Fact]
    public void TheLongestTimeoutIsRead()
    {
        TimeoutHeader.TryParse("99999999H", out var timeout).ShouldBeTrue();
        timeout.ShouldBe(TimeSpan.FromHours(99_999_999));
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData(" 1S")]
    [InlineData("1s")]
    [InlineData("1 S")]
    [InlineData("123456789S")]
    [InlineData("٣S")]
    public void AMalformedTimeoutIsNotRead(string text) => TimeoutHeader.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(1, "100n")]
    [InlineData(10_000, "1000000n")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(0, "100n")]
    [InlineData(-5, "100n")]
    public void ATimeoutIsWrittenInAFineUnit(long ticks, string text) => TimeoutHeader.Format(new TimeSpan(ticks)).ShouldBe(text);

    [Property]
    public void AWrittenTimeoutIsNeverShorterThanMeantAndAtMostAMillionthLonger(uint seconds, uint ticks)
    {
        var meant = new TimeSpan((seconds * TimeSpan.TicksPerSecond) + ticks + 1);
        var text = TimeoutHeader.Format(meant);
        text.Length.ShouldBeLessThanOrEqualTo(9);
        TimeoutHeader.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBeGreaterThanOrEqualTo(meant);
        ((double)(read - meant).Ticks / meant.Ticks).ShouldBeLessThanOrEqualTo(0.000_001);
    }
}
