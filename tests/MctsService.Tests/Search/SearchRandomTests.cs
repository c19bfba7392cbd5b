using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

public class SearchRandomTests
{
    [Fact]
    public void TheNumbersAreThoseOfXoshiro256StarStar()
    {
        // The first outputs of the reference implementation from the state 1, 2, 3, 4.
        var random = new SearchRandom(1, 2, 3, 4);

        ulong[] numbers = [random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits()];

        numbers.ShouldBe([11520UL, 0, 1509978240, 1215971899390074240, 1216172134540287360]);
    }

    [Fact]
    public void TheStateIsDrawnBySplitMix64()
    {
        // The first outputs of the reference implementation from the state 1234567.
        var state = 1234567UL;

        ulong[] numbers = [SearchRandom.SplitMix64(ref state), SearchRandom.SplitMix64(ref state), SearchRandom.SplitMix64(ref state)];

        numbers.ShouldBe([6457827717110365317UL, 3203168211198807973, 9817491932198370423]);
    }

    [Fact]
    public void TheSameSeedAndShardGiveTheSameNumbers()
    {
        Take(new SearchRandom(42, 3)).ShouldBe(Take(new SearchRandom(42, 3)));
    }

    [Fact]
    public void NeighbouringSeedsAndShardsShareNoNumber()
    {
        var numbers =
            from seed in Enumerable.Range(0, 20)
            from shard in Enumerable.Range(0, 20)
            from number in Take(new SearchRandom(seed, shard))
            select number;

        numbers.ShouldBeUnique();
    }

    [Fact]
    public void NumbersBelowABoundAreSpreadEvenly()
    {
        var random = new SearchRandom(1, 0);
        var counts = new int[7];

        for (var i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;

        // Five standard deviations around the mean of 10,000.
        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 5 * Math.Sqrt(10_000 * 6 / 7.0));
    }

    [Fact]
    public void AShuffleReachesEveryOrderAlikeOften()
    {
        var random = new SearchRandom(2, 0);
        var counts = new Dictionary<string, int>();

        for (var i = 0; i < 24_000; i++)
        {
            var letters = "abcd".ToCharArray();
            random.Shuffle<char>(letters);
            var order = new string(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        counts.Count.ShouldBe(24);
        counts.Values.ShouldAllBe(count => Math.Abs(count - 1_000) < 5 * Math.Sqrt(1_000));
    }

    private static ulong[] Take(SearchRandom random) => [.. Enumerable.Range(0, 100).Select(_ => random.NextBits())];
}
