using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>How much two sentences say the same.</summary>
internal static class Likeness
{
    /// <summary>From here on the second sentence adds next to nothing.</summary>
    public const double Repeats = 0.7;

    /// <summary>From here on two sentences are about the same fact.</summary>
    public const double Agrees = 0.4;

    /// <summary>Common content words over those of the shorter sentence, in [0,1]; 1 when one contains the other.</summary>
    /// <param name="a">A sentence.</param>
    /// <param name="b">Another.</param>
    public static double Of(Candidate a, Candidate b)
    {
        if (a.Source.DocumentId == b.Source.DocumentId && AbsoluteStart(a) < AbsoluteEnd(b) && AbsoluteStart(b) < AbsoluteEnd(a))
            return 1;
        var first = Stems(a);
        var second = Stems(b);
        var shorter = Math.Min(first.Count, second.Count);
        if (shorter == 0)
            return 0;
        first.IntersectWith(second);
        return (double)first.Count / shorter;
    }

    /// <summary>First code unit of a sentence in its document.</summary>
    /// <param name="candidate">The sentence.</param>
    public static int AbsoluteStart(Candidate candidate) => candidate.Source.Start + candidate.Sentence.Start;

    /// <summary>One past its last code unit in its document.</summary>
    /// <param name="candidate">The sentence.</param>
    public static int AbsoluteEnd(Candidate candidate) => candidate.Source.Start + candidate.Sentence.End;

    private static HashSet<string> Stems(Candidate candidate)
    {
        var stems = new HashSet<string>(StringComparer.Ordinal);
        for (var i = candidate.Sentence.FirstToken; i < candidate.Sentence.LastToken; i++)
        {
            if (!candidate.Passage.Tokens[i].IsStop)
                stems.Add(candidate.Passage.Tokens[i].Stem);
        }

        return stems;
    }
}
