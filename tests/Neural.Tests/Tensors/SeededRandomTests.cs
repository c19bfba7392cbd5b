using FsCheck;
using FsCheck.Xunit;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Tests.Tensors;

public sealed class SeededRandomTests
{
    [Fact]
    public void TheNumbersAreThoseOfThePublishedGenerator()
    {
        // The first outputs for the seed 1234567, as published with the reference implementation's tests.
        var random = new SeededRandom(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        expected.Select(_ => random.NextBits()).ShouldBe(expected);
    }

    [Property]
    public bool AGeneratorAtAPositionGoesOnAsTheOneThatCameThere(ulong seed, byte draws)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < draws; i++) random.NextBits();
        return new SeededRandom(seed, random.Position).NextBits() == random.NextBits();
    }

    [Property]
    public bool WholeNumbersAreBelowTheirLimit(ulong seed, PositiveInt limit)
    {
        var next = new SeededRandom(seed).Next(limit.Get);
        return next >= 0 && next < limit.Get;
    }

    [Property]
    public bool AShuffleKeepsAllValues(ulong seed, int[] values)
    {
        var shuffled = values.ToArray();
        new SeededRandom(seed).Shuffle<int>(shuffled);
        return shuffled.Order().SequenceEqual(values.Order());
    }

    [Fact]
    public void NormalNumbersHaveTheirMeanAndDeviation()
    {
        var random = new SeededRandom(9);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => random.NextNormal()).ToArray();
        drawn.Average().ShouldBe(0, 0.03);
        drawn.Average(value => value * value).ShouldBe(1, 0.05);
        drawn.Count(value => Math.Abs(value) < 1).ShouldBeInRange(13_300, 14_000);
    }
}
