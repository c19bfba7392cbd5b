using System.Globalization;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>What the reasoner reaches on articles that nothing was fitted to. All but the counts are shares in [0,1].</summary>
/// <param name="Questions">Questions asked.</param>
/// <param name="HitAt1">Answerable questions whose first citation holds the answer.</param>
/// <param name="HitAt3">Answerable questions one of whose first three citations holds it.</param>
/// <param name="Auroc">Area under the ROC curve of confidence between answerable and impossible questions.</param>
/// <param name="CalibrationError">Expected calibration error of confidence against the first citation being right, over all questions.</param>
/// <param name="RefusedAnswerable">Answerable questions that were refused.</param>
/// <param name="RefusedImpossible">Impossible questions that were refused.</param>
/// <param name="Citations">Mean number of citations of answerable questions.</param>
public sealed record HeldOutFigures(
    int Questions, double HitAt1, double HitAt3, double Auroc, double CalibrationError, double RefusedAnswerable, double RefusedImpossible, double Citations)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Questions} questions: hit@1 {HitAt1:F3}, hit@3 {HitAt3:F3}, AUROC {Auroc:F3}, ECE {CalibrationError:F3}, refused {RefusedAnswerable:P1} of the answerable and {RefusedImpossible:P1} of the impossible, {Citations:F2} citations");
}
