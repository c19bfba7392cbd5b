using MctsAspire.Benchmarks.Reasoner;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Six small collections with twenty questions each, half of them without an answer though nearly all of their words are there: who built what is
/// only described, how deep what is only long. Every second collection was left unasked until all was settled; the bounds hold for all.
/// </summary>
public sealed class CollectionTests
{
    private static readonly WrittenFigures Figures = new(WrittenQuestions.Ask(
        Path.Combine(AppContext.BaseDirectory, "Quality", "six-collections.json"), Path.Combine(Repository.Root, "samples", "knowledge"), _ => true));

    [Fact]
    public void SixInSevenAreAnsweredByOneOfTheFirstThreeCitations() =>
        Figures.FirstThree.ShouldBeGreaterThanOrEqualTo(Figures.Answerable * 17 / 20, Figures.ToString());

    [Fact]
    public void HalfOfWhatLacksItsAnswerIsRefused() =>
        Figures.Refused.ShouldBeGreaterThanOrEqualTo(Figures.Unanswerable / 2, Figures.ToString());

    [Fact]
    public void ConfidenceTellsHowOftenTheFirstCitationIsRight() =>
        Figures.CalibrationError.ShouldBeLessThanOrEqualTo(0.2, Figures.ToString());
}
