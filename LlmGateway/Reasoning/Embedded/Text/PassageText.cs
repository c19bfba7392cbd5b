namespace MctsAspire.LlmGateway.Reasoning.Embedded.Text;

/// <summary>The text of a passage, cut into sentences and words.</summary>
internal sealed class PassageText
{
    private PassageText(string text, Token[] tokens, Sentence[] sentences, HashSet<string> stems)
    {
        Text = text;
        Tokens = tokens;
        Sentences = sentences;
        Stems = stems;
    }

    /// <summary>The text itself.</summary>
    public string Text { get; }

    /// <summary>Its words in order.</summary>
    public Token[] Tokens { get; }

    /// <summary>Its sentences in order; then the lists, which overlap them.</summary>
    public Sentence[] Sentences { get; }

    /// <summary>The stems of its words, stop words left out.</summary>
    public IReadOnlySet<string> Stems { get; }

    /// <summary>Reads a passage.</summary>
    /// <param name="text">Any text.</param>
    public static PassageText Read(string text)
    {
        var tokens = Tokenizer.Read(text);
        var spans = SentenceSegmenter.Read(text);
        var sentences = new Sentence[spans.Count];
        for (var i = 0; i < sentences.Length; i++)
        {
            var span = spans[i];
            sentences[i] = new Sentence(i, span.Start, span.End, span.Kind, FirstFrom(tokens, span.Start), FirstFrom(tokens, span.End));
        }

        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            if (!token.IsStop)
                stems.Add(token.Stem);
        }

        return new PassageText(text, tokens, sentences, stems);
    }

    private static int FirstFrom(Token[] tokens, int offset)
    {
        int low = 0, high = tokens.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Start < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
