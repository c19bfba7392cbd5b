using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Protos.Llm;

namespace MctsAspire.Orchestrator.Graph;

/// <summary>
/// How far the agents agree: the mean agreement of all pairs of answers, each pair weighted by the product of their confidences (all
/// alike when every weight is 0). Two answers that both say that the documents hold none agree fully; one that does and one that does
/// not disagree fully. Otherwise the agreement is the overlap (Sørensen–Dice) of their telling words, and, when both quote, the mean
/// of that and of the overlap of what they quote, counted in characters.
/// </summary>
internal static class Consensus
{
    /// <summary>The agreement in [0,1]; null for fewer than two answers, which is none.</summary>
    public static double? Score(IReadOnlyList<AgentOutput> outputs)
    {
        if (outputs.Count < 2)
            return null;

        double weighted = 0, weights = 0, plain = 0;
        var pairs = 0;
        for (var i = 0; i < outputs.Count; i++)
        {
            for (var j = i + 1; j < outputs.Count; j++)
            {
                var agreement = Agreement(outputs[i].Draft, outputs[j].Draft);
                var weight = outputs[i].Draft.Probability() * outputs[j].Draft.Probability();
                weighted += weight * agreement;
                weights += weight;
                plain += agreement;
                pairs++;
            }
        }

        return weights > 0 ? Math.Clamp(weighted / weights, 0, 1) : plain / pairs;
    }

    /// <summary>The agreement of two answers, in [0,1]; the same whichever comes first.</summary>
    public static double Agreement(Draft first, Draft second)
    {
        if (first.Answerable != second.Answerable)
            return 0;
        if (!first.Answerable)
            return 1;

        var words = WordOverlap(first.Text, second.Text);
        return first.Citations.Count > 0 && second.Citations.Count > 0 ? (words + QuotationOverlap(first, second)) / 2 : words;
    }

    private static double WordOverlap(string first, string second)
    {
        var left = Telling(first);
        var right = Telling(second);
        if (left.Count == 0 || right.Count == 0)
            return string.Equals(first.Trim(), second.Trim(), StringComparison.Ordinal) ? 1 : 0;

        var common = left.Sum(word => Math.Min(word.Value, right.GetValueOrDefault(word.Key)));
        return 2.0 * common / (left.Values.Sum() + right.Values.Sum());
    }

    private static Dictionary<string, int> Telling(string text) =>
        QueryWords.Split(text)
            .Where(word => !StopWords.Contains(word))
            .GroupBy(word => word, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);

    private static double QuotationOverlap(Draft first, Draft second)
    {
        var left = Quoted(first);
        var right = Quoted(second);
        long common = 0;
        foreach (var (document, spans) in left)
        {
            foreach (var (start, end) in spans)
            {
                foreach (var (otherStart, otherEnd) in right.GetValueOrDefault(document) ?? [])
                    common += Math.Max(0L, (long)Math.Min(end, otherEnd) - Math.Max(start, otherStart));
            }
        }

        var total = Length(left) + Length(right);
        return total == 0 ? 0 : 2.0 * common / total;

        static long Length(Dictionary<string, List<(int Start, int End)>> quoted) => quoted.Values.Sum(spans => spans.Sum(span => (long)span.End - span.Start));
    }

    // What is quoted of each document, without overlaps.
    private static Dictionary<string, List<(int Start, int End)>> Quoted(Draft draft)
    {
        var quoted = new Dictionary<string, List<(int Start, int End)>>(StringComparer.Ordinal);
        foreach (var citation in draft.Citations.Where(citation => citation.End > citation.Start).OrderBy(citation => citation.Start))
        {
            if (!quoted.TryGetValue(citation.DocumentId, out var spans))
                quoted[citation.DocumentId] = spans = [];
            if (spans.Count > 0 && citation.Start <= spans[^1].End)
                spans[^1] = (spans[^1].Start, Math.Max(spans[^1].End, citation.End));
            else
                spans.Add((citation.Start, citation.End));
        }

        return quoted;
    }
}
