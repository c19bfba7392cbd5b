namespace MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

/// <summary>
/// Weighs the features of a sentence. The share of a sentence among its rivals is the exponential of its score over the sum of theirs
/// (multinomial logit); the coefficients make the shares of sentences that hold the answer as large as they can be.
/// </summary>
internal static class RankingModel
{
    private static readonly double[] Weights = Coefficients.Read<Feature>("ranking");

    /// <summary>The score of a sentence.</summary>
    /// <param name="features">What was measured, by <see cref="Feature"/>.</param>
    public static double Score(ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
            sum += features[i] * Weights[i];
        return sum;
    }
}
