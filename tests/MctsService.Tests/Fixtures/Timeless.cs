using MctsAspire.Protos.Mcts;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>A result without the figures in which two equal searches may differ.</summary>
internal static class Timeless
{
    public static SearchResponse Of(SearchResponse response)
    {
        var copy = response.Clone();
        copy.Statistics.SimulationsPerSecond = copy.Statistics.ElapsedMs = 0;
        return copy;
    }
}
