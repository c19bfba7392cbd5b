using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Turns the ten numbers of a state back into its fields.</summary>
internal static class VectorState
{
    private const int HighestIteration = 20;
    private const int LongestQuery = 10_000;
    private const int FirstAgent = 4;

    /// <summary>The state.</summary>
    /// <param name="vector">The ten numbers, each in [0,1].</param>
    /// <param name="iteration">The iteration, when it is known: the vector cuts it off.</param>
    /// <param name="queryLength">The query's length, when it is known.</param>
    /// <param name="done">The agents that have given a result.</param>
    public static RunFeatures Read(IReadOnlyList<double> vector, int? iteration = null, int? queryLength = null, AgentSet done = default)
    {
        var last = Enumerable.Range(0, AgentNames.Count).Where(agent => vector[FirstAgent + agent] == 1).Select(agent => (Agent?)agent).FirstOrDefault();
        return new(
            vector[0], vector[1], vector[2], vector[3],
            last,
            iteration ?? (int)Math.Round(vector[7] * HighestIteration),
            queryLength ?? (int)Math.Round(vector[8] * LongestQuery),
            vector[9] >= 0.5,
            done);
    }
}
