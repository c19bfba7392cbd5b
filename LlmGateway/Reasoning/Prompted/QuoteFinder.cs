using System.Text;
using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Finds what a model quotes in the passages. A quote that isn't there word for word is none; only white space may differ.</summary>
internal static class QuoteFinder
{
    private const int ShortestQuote = 3;

    /// <summary>The quotes that the passages hold, in their order, none twice.</summary>
    /// <param name="passages">The passages.</param>
    /// <param name="quotes">What the model quotes.</param>
    public static List<Citation> Find(IReadOnlyList<Passage> passages, IEnumerable<QuoteOutput> quotes)
    {
        var citations = new List<Citation>();
        foreach (var quote in quotes)
        {
            if (Find(passages, quote) is { } citation
                && !citations.Any(other => other.DocumentId == citation.DocumentId && other.Start == citation.Start && other.End == citation.End))
            {
                citations.Add(citation);
            }
        }

        return citations;
    }

    /// <summary>The place of a quote; null when no passage holds it.</summary>
    /// <param name="passages">The passages.</param>
    /// <param name="quote">What the model quotes.</param>
    public static Citation? Find(IReadOnlyList<Passage> passages, QuoteOutput quote)
    {
        var (wanted, _) = Squeeze(quote.Text);
        wanted = wanted.Trim();
        if (wanted.Length < ShortestQuote)
            return null;

        // The named passage first; a model may mistake the number.
        var named = quote.Passage - 1;
        var order = Enumerable.Range(0, passages.Count).OrderBy(i => i == named ? 0 : 1).ThenBy(i => i);
        foreach (var i in order)
        {
            var (text, places) = Squeeze(passages[i].Text);
            var at = text.IndexOf(wanted, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var start = places[at];
            var end = places[at + wanted.Length - 1] + 1;
            return new Citation
            {
                DocumentId = passages[i].DocumentId,
                Title = passages[i].Title,
                PassageId = passages[i].PassageId,
                Start = passages[i].Start + start,
                End = passages[i].Start + end,
                Text = passages[i].Text[start..end],
            };
        }

        return null;
    }

    // Runs of white space become one space; beside each unit of the result stands where it was.
    private static (string Text, List<int> Places) Squeeze(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var space = char.IsWhiteSpace(text[i]);
            if (space && squeezed.Length > 0 && squeezed[^1] == ' ')
                continue;
            squeezed.Append(space ? ' ' : text[i]);
            places.Add(i);
        }

        return (squeezed.ToString(), places);
    }
}
