using MctsAspire.Benchmarks.Reasoner;
using MctsAspire.Testing;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>Measures on articles that nothing was fitted to. The bounds are what was measured, less a tolerance.</summary>
public sealed class HeldOutTests
{
    private const string Data = "squad2-part.json";

    [RequiresFact("data:" + Data)]
    public void UntitledParagraphsAreAnsweredAsWellAsMeasured() => Check(HeldOut.Measure(Repository.SharedData(Data), titles: false));

    [RequiresFact("data:" + Data)]
    public void TitledParagraphsAreAnsweredAsWellAsMeasured() => Check(HeldOut.Measure(Repository.SharedData(Data), titles: true));

    private static void Check(HeldOutFigures figures)
    {
        figures.HitAt1.ShouldBeGreaterThanOrEqualTo(0.74, figures.ToString());
        figures.HitAt3.ShouldBeGreaterThanOrEqualTo(0.85, figures.ToString());
        figures.Auroc.ShouldBeGreaterThanOrEqualTo(0.645, figures.ToString());
        figures.CalibrationError.ShouldBeLessThanOrEqualTo(0.08, figures.ToString());
        figures.RefusedAnswerable.ShouldBeLessThanOrEqualTo(0.06, figures.ToString());
    }
}
