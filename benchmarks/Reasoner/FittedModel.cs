namespace MctsAspire.Benchmarks.Reasoner;

/// <summary>Coefficients of the three models, each in the order of its features; the two probabilities have them twice, for many sentences and for few.</summary>
/// <param name="Ranking">Of the ranking of sentences.</param>
/// <param name="Confidence">Of the probability that the best sentence is right.</param>
/// <param name="Answerability">Of the probability that the documents hold an answer.</param>
internal sealed record FittedModel(double[] Ranking, double[] Confidence, double[] Answerability);
