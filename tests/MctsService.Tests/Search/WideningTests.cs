using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class WideningTests
{
    [Theory]
    [InlineData(1, 0.5, 0, 1, true)]
    [InlineData(1, 0.5, 1, 1, false)]
    [InlineData(1, 0.5, 1, 2, true)]
    [InlineData(1, 0.5, 2, 4, false)]
    [InlineData(1, 0.5, 2, 5, true)]
    [InlineData(0.5, 0.5, 1, 4, false)]
    [InlineData(0.5, 0.5, 1, 5, true)]
    public void ANodeGrowsWhileItHasFewerChildrenThanItsVisitsAllow(double factor, double exponent, int children, int visits, bool grows)
    {
        new Widening(factor, exponent).Allows(children, visits).ShouldBe(grows);
    }

    [Fact]
    public void WithoutWideningANodeAlwaysGrows()
    {
        Widening.None.Allows(49, 1).ShouldBeTrue();
    }
}
