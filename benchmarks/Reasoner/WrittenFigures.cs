using System.Globalization;

namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>What is reached on questions that people wrote.</summary>
/// <param name="Answers">The questions with their answers.</param>
public sealed record WrittenFigures(IReadOnlyList<WrittenAnswer> Answers)
{
    /// <summary>Questions that the documents answer.</summary>
    public int Answerable => Answers.Count(answer => answer.HasAnswer);

    /// <summary>Those of them that are answered with the sentence first.</summary>
    public int First => Answers.Count(answer => answer.Draft.Answerable && answer.Holding(1));

    /// <summary>Those that are answered with the sentence among the first three citations.</summary>
    public int FirstThree => Answers.Count(answer => answer.Draft.Answerable && answer.Holding(3));

    /// <summary>Those that are refused.</summary>
    public int WronglyRefused => Answers.Count(answer => answer.HasAnswer && !answer.Draft.Answerable);

    /// <summary>Questions that the documents don't answer.</summary>
    public int Unanswerable => Answers.Count(answer => !answer.HasAnswer);

    /// <summary>Those of them that are refused.</summary>
    public int Refused => Answers.Count(answer => !answer.HasAnswer && !answer.Draft.Answerable);

    /// <summary>Expected calibration error of confidence against the first citation being right, over all questions.</summary>
    public double CalibrationError => Measures.CalibrationError(Answers.Select(answer => (answer.Draft.Confidence, answer.Holding(1))));

    /// <summary>The same over what was not refused.</summary>
    public double CalibrationErrorOfAnswers => Measures.CalibrationError(Answers.Where(answer => answer.Draft.Answerable).Select(answer => (answer.Draft.Confidence, answer.Holding(1))));

    /// <summary>Mean confidence.</summary>
    public double Confidence => Answers.Average(answer => answer.Draft.Confidence);

    /// <summary>Share of the questions whose first citation is right.</summary>
    public double Right => Answers.Average(answer => answer.Holding(1) ? 1.0 : 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"first {First}, first three {FirstThree}, refused {WronglyRefused} of {Answerable}; refused {Refused} of {Unanswerable} without an answer; ECE {CalibrationError:F3}, of answers {CalibrationErrorOfAnswers:F3}; confidence {Confidence:F3}, right {Right:F3}");
}
