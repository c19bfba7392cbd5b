using MctsAspire.Benchmarks.Reasoner;

namespace MctsAspire.LlmGateway.Tests.Quality;

/// <summary>
/// Fifty questions that were written before the mechanism: comparatives, superlatives, choices, conjunctions, and what must stay whole. Every second
/// one was left unasked until all was settled; the bound holds for all.
/// </summary>
public sealed class DecompositionTests
{
    [Fact]
    public void NearlyAllAreSplitIntoWhatTheyAskForAndNothingElse()
    {
        var splits = WrittenSplits.Split(Path.Combine(AppContext.BaseDirectory, "Quality", "decompositions.json"), _ => true);
        var wrong = splits.Where(split => !split.IsRight).Select(split => $"{split.Question} -> {string.Join(" | ", split.SubQuestions)}").ToList();
        wrong.Count.ShouldBeLessThanOrEqualTo(splits.Count / 5, string.Join('\n', wrong));
    }
}
