using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Running;

public sealed class ShardMessagesTests
{
    [Fact]
    public void AFinishedShardKeepsItsUnitsInTheProgress()
    {
        var progress = ShardMessages.ToProgress(new ShardReport { Iterations = 3, ReturnsLow = -10, ReturnsHigh = 10 });

        progress.HasReturnsLow.ShouldBeTrue();
        progress.ReturnsLow.ShouldBe(-10);
        progress.ReturnsHigh.ShouldBe(10);
    }

    [Fact]
    public void UnitsThatAShardDoesNotTellAreNotInvented()
    {
        var progress = ShardMessages.ToProgress(new ShardReport { Iterations = 3 });

        progress.HasReturnsLow.ShouldBeFalse();
        progress.HasReturnsHigh.ShouldBeFalse();
    }
}
