using MctsAspire.LlmGateway.Reasoning.Embedded.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>A sentence that may answer the question.</summary>
internal sealed class Candidate
{
    /// <summary>The passage as it was given.</summary>
    public required Passage Source { get; init; }

    /// <summary>The passage, read.</summary>
    public required PassageText Passage { get; init; }

    /// <summary>Which of the passages it is.</summary>
    public required int PassageIndex { get; init; }

    /// <summary>The sentence.</summary>
    public required Sentence Sentence { get; init; }

    /// <summary>How well each word of the question is matched, in [0,1].</summary>
    public required double[] Matches { get; init; }

    /// <summary>The same, where a word of the title or of a heading counts too, a little less than the sentence's own.</summary>
    public double[] Effective { get; set; } = [];

    /// <summary>How well the passage with its title matches each word of the question, in [0,1].</summary>
    public double[] Around { get; set; } = [];

    /// <summary>What was measured, by <see cref="Feature"/>.</summary>
    public double[] Features { get; } = new double[FeatureCount];

    /// <summary>The model's score: higher is better, comparable within one question.</summary>
    public double Score { get; set; }

    /// <summary>The share of the candidates' probability, in [0,1]; all candidates of a question sum to 1.</summary>
    public double Share { get; set; }

    /// <summary>How many features there are.</summary>
    public static int FeatureCount { get; } = Enum.GetValues<Feature>().Length;

    /// <summary>The sentence's text.</summary>
    public string Text => Passage.Text[Sentence.Start..Sentence.End];

    /// <summary>A feature's value.</summary>
    /// <param name="feature">The feature.</param>
    public double this[Feature feature]
    {
        get => Features[(int)feature];
        set => Features[(int)feature] = value;
    }
}
