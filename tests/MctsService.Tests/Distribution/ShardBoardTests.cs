using FsCheck.Xunit;
using MctsAspire.MctsService.Distribution;
using MctsAspire.MctsService.Running;
using MctsAspire.MctsService.Search.Core;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.MctsService.Tests.Distribution;

public class ShardBoardTests
{
    private static readonly Peer One = new(new Uri("http://one"), null!);
    private static readonly Peer Two = new(new Uri("http://two"), null!);

    private readonly FakeTimeProvider _time = new();

    [Property(MaxTest = 300)]
    public void EveryShardGetsOneReportWhateverHappensToThoseWhoRunThem(byte shards, byte[] events)
    {
        var count = 1 + (shards % 20);
        using var board = Board(count, hedges: true, firstStaysHere: shards % 2 == 0);
        var running = new List<Attempt>();
        foreach (var item in events ?? [])
            Happen(board, running, item);
        while (!board.Done.IsCompleted)
        {
            if (board.TryTake(null) is { } attempt)
                board.Complete(attempt, Report(attempt.Shard));
            else
                Finish(board, running, 0);
        }

        board.Reports.Select(report => report!.Iterations).ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public void AShardThatIsGivenBackIsTakenAgain()
    {
        using var board = Board(1);
        board.GiveBack(board.TryTake(One)!);

        board.TryTake(Two)!.Shard.ShouldBe(0);
        board.TryTake(One).ShouldBeNull();
    }

    [Fact]
    public void TheShardThatHasRunLongestIsHedgedOnceAndByAnother()
    {
        using var board = Board(2, hedges: true);
        var first = board.TryTake(One)!;
        _time.Advance(TimeSpan.FromSeconds(1));
        board.TryTake(Two);
        _time.Advance(TimeSpan.FromSeconds(1));

        board.TryTake(One)!.Shard.ShouldBe(1);
        var hedge = board.TryTake(null)!;
        board.TryTake(null).ShouldBeNull();

        hedge.Shard.ShouldBe(0);
        board.Complete(hedge, Report(0));
        first.Token.IsCancellationRequested.ShouldBeTrue();
        hedge.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void NothingIsHedgedBeforeItsTimeNorWhereCallsAreMade()
    {
        using var hedging = Board(1, hedges: true);
        using var calling = Board(1);
        hedging.TryTake(One);
        calling.TryTake(One);

        hedging.TryTake(null).ShouldBeNull();
        _time.Advance(TimeSpan.FromHours(1));
        calling.TryTake(null).ShouldBeNull();
    }

    [Fact]
    public void TheShardThatACertificateNeedsStaysHere()
    {
        using var board = Board(2, hedges: true, firstStaysHere: true);

        board.TryTake(One)!.Shard.ShouldBe(1);
        board.TryTake(Two).ShouldBeNull();
        board.TryTake(null)!.Shard.ShouldBe(0);
        _time.Advance(TimeSpan.FromHours(1));
        board.TryTake(Two)!.Shard.ShouldBe(1);
    }

    [Fact]
    public void AClosedBoardLeavesWhatWaitsWithoutIterations()
    {
        using var board = Board(3);
        var running = board.TryTake(null)!;

        board.Close(StopCause.Time);

        board.TryTake(null).ShouldBeNull();
        board.Done.IsCompleted.ShouldBeFalse();
        board.Complete(running, Report(5));
        board.Done.IsCompletedSuccessfully.ShouldBeTrue();
        board.Reports.Select(report => report!.Iterations).ShouldBe([5, 0, 0]);
        board.Reports[1]!.StopReason.ShouldBe("time");
    }

    private void Happen(ShardBoard board, List<Attempt> running, byte item)
    {
        _time.Advance(TimeSpan.FromMilliseconds(item));
        var who = (item % 3) switch { 0 => null, 1 => One, _ => Two };
        if (item % 5 < 3 && board.TryTake(who) is { } attempt)
            running.Add(attempt);
        else
            Finish(board, running, item);
    }

    private static void Finish(ShardBoard board, List<Attempt> running, byte item)
    {
        if (running.Count == 0)
            return;
        var attempt = running[item % running.Count];
        running.Remove(attempt);
        if (item % 2 == 0)
            board.GiveBack(attempt);
        else
            board.Complete(attempt, Report(attempt.Shard));
    }

    private static Protos.Mcts.ShardReport Report(int iterations)
    {
        var report = ShardMessages.Unstarted(StopCause.Iterations);
        report.Iterations = iterations;
        return report;
    }

    private ShardBoard Board(int shards, bool hedges = false, bool firstStaysHere = false) =>
        new(shards, hedges ? TimeSpan.FromMilliseconds(500) : null, firstStaysHere, _time, CancellationToken.None);
}
