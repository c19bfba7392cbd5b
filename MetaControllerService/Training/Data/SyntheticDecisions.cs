using MctsAspire.MetaControllerService.Features;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Made-up decisions whose label is a fixed function of the last state, for trying out training without a log. A router that has
/// learned them has learned this function, and nothing about which agent is the better one: see <c>collect</c> for labels that were measured.
/// </summary>
internal static class SyntheticDecisions
{
    private const double ConfidentAgent = 0.7;
    private const double PromisingSearch = 0.6;
    private const int SearchAfterIteration = 3;
    private const int MostIterations = 10;
    private const int ShortestQuery = 10;
    private const int LongestQuery = 5000;
    private const double ConsensusNoise = 0.1;

    /// <summary>The examples of a seed; more of them begin with the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="balanced">As many of each label: of the rarer ones, more are drawn. The last of a label that is full are left out.</param>
    public static IReadOnlyList<TrainingExample> Generate(int count, long seed, bool balanced)
    {
        var random = RandomStreams.Open(seed, RandomStream.Examples);
        var examples = new List<TrainingExample>(count);
        if (!balanced)
        {
            for (var i = 0; i < count; i++)
                examples.Add(Next(random));
            return examples;
        }

        // What doesn't divide by three goes to the first labels.
        int[] wanted = [(count + 2) / 3, (count + 1) / 3, count / 3];
        while (examples.Count < count)
        {
            var example = Next(random);
            if (wanted[(int)example.Label]-- > 0)
                examples.Add(example);
        }

        return examples;
    }

    /// <summary>The agent for a state: a confident agent that leads, else a promising search late in a run, else whoever leads.</summary>
    public static Agent Label(RunFeatures state)
    {
        var (hrm, trm, mcts) = (state.HrmConfidence, state.TrmConfidence, state.MctsValue);
        if (hrm > ConfidentAgent && hrm > trm && hrm > mcts)
            return Agent.Hrm;
        if (trm > ConfidentAgent && trm > hrm && trm > mcts)
            return Agent.Trm;
        if (mcts > PromisingSearch && state.Iteration > SearchAfterIteration)
            return Agent.Mcts;
        return hrm >= trm && hrm >= mcts ? Agent.Hrm : trm >= mcts ? Agent.Trm : Agent.Mcts;
    }

    private static TrainingExample Next(SeededRandom random)
    {
        var last = random.Next(MostIterations + 1);
        var first = last - random.Next(last + 1);
        var length = ShortestQuery + random.Next(LongestQuery - ShortestQuery + 1);
        var hasContext = random.Next(2) == 1;

        var states = new RunFeatures[last - first + 1];
        for (var i = 0; i < states.Length; i++)
            states[i] = State(random, first + i, length, hasContext);
        return new(states, Label(states[^1]));
    }

    private static RunFeatures State(SeededRandom random, int iteration, int length, bool hasContext)
    {
        var (hrm, trm, mcts) = (random.NextDouble(), random.NextDouble(), random.NextDouble());
        var consensus = Math.Clamp(((hrm + trm + mcts) / 3) + (ConsensusNoise * ((2 * random.NextDouble()) - 1)), 0, 1);
        Agent? lastAgent = iteration == 0 ? null : (Agent)random.Next(3);
        return new(
            hrm, trm, mcts, consensus, lastAgent, iteration, length, hasContext,
            lastAgent is { } done ? AgentSet.Of(done) : default);
    }
}
