using MctsAspire.Benchmarks.Reasoner;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Measures on articles that nothing was fitted to. The bounds are what was measured, less a tolerance. Citations count wherever they stand, beside
/// a refusal too: they say what came nearest.
/// </summary>
public sealed class HeldOutTests
{
    private const string Data = "squad2-part.json";

    [RequiresFact("data:" + Data)]
    public void UntitledParagraphsAreAnsweredAsWellAsMeasured() => Check(HeldOut.Measure(Repository.SharedData(Data), titles: false));

    [RequiresFact("data:" + Data)]
    public void TitledParagraphsAreAnsweredAsWellAsMeasured() => Check(HeldOut.Measure(Repository.SharedData(Data), titles: true));

    private static void Check(HeldOutFigures figures)
    {
        figures.HitAt1.ShouldBeGreaterThanOrEqualTo(0.76, figures.ToString());
        figures.HitAt3.ShouldBeGreaterThanOrEqualTo(0.87, figures.ToString());
        figures.Auroc.ShouldBeGreaterThanOrEqualTo(0.66, figures.ToString());
        figures.CalibrationError.ShouldBeLessThanOrEqualTo(0.09, figures.ToString());
        figures.RefusedAnswerable.ShouldBeLessThanOrEqualTo(0.13, figures.ToString());
    }
}
