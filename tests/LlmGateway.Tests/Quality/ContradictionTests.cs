using MctsAspire.Benchmarks.Reasoner;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Pairs of sentences that were written before the mechanism: dates, amounts, names, negation, opposites and prefixes that contradict each other,
/// and pairs that agree or are about something else. Every second pair was left unasked until all was settled; the bounds hold for all.
/// </summary>
public sealed class ContradictionTests
{
    private static readonly IReadOnlyList<(string Kind, string Question, bool IsSaid)> Pairs =
        WrittenPairs.Ask(Path.Combine(AppContext.BaseDirectory, "Quality", "contradictions.json"), _ => true);

    [Fact]
    public void MostContradictionsAreSaidAndBothSidesCited()
    {
        var missed = Pairs.Where(pair => pair.Kind == "contradicting" && !pair.IsSaid).Select(pair => pair.Question).ToList();
        missed.Count.ShouldBeLessThanOrEqualTo(Pairs.Count(pair => pair.Kind == "contradicting") / 4, string.Join('\n', missed));
    }

    [Theory]
    [InlineData("agreeing")]
    [InlineData("unrelated")]
    public void WhatAgreesOrIsAboutSomethingElseIsHardlyEverSaidToContradict(string kind)
    {
        var alarms = Pairs.Where(pair => pair.Kind == kind && pair.IsSaid).Select(pair => pair.Question).ToList();
        alarms.Count.ShouldBeLessThanOrEqualTo(Pairs.Count(pair => pair.Kind == kind) / 10, string.Join('\n', alarms));
    }
}
