using System.Globalization;

namespace MctsAspire.MetaControllerService.Features;

/// <summary>The state of a run as a controller sees it; every number is in its range.</summary>
/// <param name="HrmConfidence">Confidence of the last hrm result, 0 to 1.</param>
/// <param name="TrmConfidence">Confidence of the last trm result, 0 to 1.</param>
/// <param name="MctsValue">Value of the best action of the last search, 0 to 1.</param>
/// <param name="ConsensusScore">Agreement of the agents, 0 to 1.</param>
/// <param name="LastAgent">The agent that worked last; <see langword="null"/>: none.</param>
/// <param name="Iteration">The run's iteration, from 0.</param>
/// <param name="QueryLength">Characters of the query, from 0.</param>
/// <param name="HasRagContext">Whether passages were retrieved.</param>
/// <param name="AgentsDone">The agents that have given a result.</param>
internal readonly record struct RunFeatures(
    double HrmConfidence,
    double TrmConfidence,
    double MctsValue,
    double ConsensusScore,
    Agent? LastAgent,
    int Iteration,
    int QueryLength,
    bool HasRagContext,
    AgentSet AgentsDone)
{
    /// <summary>Numbers in the vector.</summary>
    public const int Dimensions = 10;

    /// <summary>UTF-16 code units of the longest text form, and some to spare.</summary>
    public const int LongestText = 320;

    private const double IterationScale = 20;
    private const double QueryLengthScale = 10_000;

    /// <summary>The ten numbers, each in [0,1]: what the models learn from and what is stored of a decision.</summary>
    public double[] Normalize()
    {
        var vector = new double[Dimensions];
        Normalize(vector);
        return vector;
    }

    /// <summary>Writes the ten numbers as a network reads them.</summary>
    /// <param name="vector">Takes them; <see cref="Dimensions"/> places.</param>
    public void Normalize(Span<float> vector)
    {
        Span<double> exact = stackalloc double[Dimensions];
        Normalize(exact);
        for (var i = 0; i < Dimensions; i++)
            vector[i] = (float)exact[i];
    }

    /// <summary>The state in words, as the language models among the controllers read it.</summary>
    public string ToText()
    {
        Span<char> text = stackalloc char[LongestText];
        return text[..WriteText(text)].ToString();
    }

    /// <summary>Writes the state in words.</summary>
    /// <param name="text">Takes them; room for <see cref="LongestText"/>.</param>
    /// <returns>The length.</returns>
    public int WriteText(Span<char> text)
    {
        var written = text.TryWrite(
            CultureInfo.InvariantCulture,
            $"Agent State Features:\nHRM confidence: {Exact(HrmConfidence):F3}\nTRM confidence: {Exact(TrmConfidence):F3}\nMCTS value: {Exact(MctsValue):F3}\nConsensus score: {Exact(ConsensusScore):F3}\nLast agent used: {LastAgent?.Name() ?? AgentNames.None}\nCurrent iteration: {Iteration}\nQuery length: {QueryLength} characters\nRAG context: {(HasRagContext ? "available" : "not available")}",
            out var length);
        return written ? length : throw new ArgumentException($"There must be room for {LongestText} characters.", nameof(text));
    }

    private void Normalize(Span<double> vector)
    {
        vector[0] = HrmConfidence;
        vector[1] = TrmConfidence;
        vector[2] = MctsValue;
        vector[3] = ConsensusScore;
        vector[4] = LastAgent == Agent.Hrm ? 1 : 0;
        vector[5] = LastAgent == Agent.Trm ? 1 : 0;
        vector[6] = LastAgent == Agent.Mcts ? 1 : 0;
        vector[7] = Math.Min(Iteration / IterationScale, 1);
        vector[8] = Math.Min(QueryLength / QueryLengthScale, 1);
        vector[9] = HasRagContext ? 1 : 0;
    }

    // Models that were trained on texts of the Python original saw ties rounded to the even digit. A number in [0,1] is such a tie at
    // three digits only when it is an odd number of sixteenths.
    private static double Exact(double value) => value * 16 % 2 == 1 ? Math.Round(value, 3, MidpointRounding.ToEven) : value;
}
