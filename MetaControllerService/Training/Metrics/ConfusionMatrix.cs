namespace MctsAspire.MetaControllerService.Training.Metrics;

/// <summary>How often a model chose what, by what was right.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Counts choices.</summary>
    /// <param name="labels">The right classes.</param>
    /// <param name="chosen">What was chosen instead, in the same order.</param>
    /// <param name="classes">Number of classes.</param>
    public ConfusionMatrix(IReadOnlyList<int> labels, IReadOnlyList<int> chosen, int classes)
    {
        _counts = new int[classes, classes];
        for (var i = 0; i < labels.Count; i++)
            _counts[labels[i], chosen[i]]++;
        (Classes, Total) = (classes, labels.Count);
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of choices.</summary>
    public int Total { get; }

    /// <summary>How often <paramref name="chosen"/> was chosen where <paramref name="label"/> was right.</summary>
    public int this[int label, int chosen] => _counts[label, chosen];

    /// <summary>Share of right choices, in [0,1]; 0 without any choice.</summary>
    public double Accuracy => Share(Enumerable.Range(0, Classes).Sum(index => _counts[index, index]), Total);

    /// <summary>How many had this label.</summary>
    public int Support(int label) => Enumerable.Range(0, Classes).Sum(chosen => _counts[label, chosen]);

    /// <summary>Of those chosen as this class, the share that were right to be.</summary>
    public double Precision(int label) => Share(_counts[label, label], Enumerable.Range(0, Classes).Sum(other => _counts[other, label]));

    /// <summary>Of those with this label, the share that were found.</summary>
    public double Recall(int label) => Share(_counts[label, label], Support(label));

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1(int label)
    {
        var (precision, recall) = (Precision(label), Recall(label));
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static double Share(int part, int whole) => whole > 0 ? (double)part / whole : 0;
}
