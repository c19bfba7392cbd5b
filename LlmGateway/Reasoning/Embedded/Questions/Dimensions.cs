using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Tells which dimension a word names: "62 metres long" doesn't answer how deep something is.</summary>
internal static class Dimensions
{
    private const int Before = 4;
    private const int After = 2;

    /// <summary>The dimension that a word names.</summary>
    /// <param name="word">Lower-case word.</param>
    public static Dimension Of(string word) => word switch
    {
        "long" or "longer" or "longest" or "length" => Dimension.Length,
        "high" or "higher" or "highest" or "tall" or "taller" or "tallest" or "height" or "altitude" or "elevation" => Dimension.Height,
        "deep" or "deeper" or "deepest" or "depth" => Dimension.Depth,
        "wide" or "wider" or "widest" or "width" or "broad" or "breadth" => Dimension.Width,
        "thick" or "thicker" or "thickest" or "thickness" => Dimension.Thickness,
        "far" or "distance" or "away" => Dimension.Distance,
        _ => Dimension.Unknown,
    };

    /// <summary>The dimension that a question asks for.</summary>
    /// <param name="question">The question.</param>
    public static Dimension AskedBy(Question question)
    {
        foreach (var token in question.Tokens)
        {
            if (Of(token.Word) is var dimension and not Dimension.Unknown)
                return dimension;
        }

        return Dimension.Unknown;
    }

    /// <summary>The dimension that a number with a unit of length is said to be of: "62 metres long", "a height of 31 metres".</summary>
    /// <param name="tokens">The words of a sentence.</param>
    /// <param name="at">Which of them is the number.</param>
    public static Dimension OfNumber(ReadOnlySpan<Token> tokens, int at)
    {
        var unit = at + 1;
        while (unit < tokens.Length && unit <= at + After && (Units.Of(tokens[unit].Stem) & UnitKind.Length) == 0)
            unit++;
        for (var i = unit + 1; i < tokens.Length && i <= unit + After; i++)
        {
            if (Of(tokens[i].Word) is var dimension and not Dimension.Unknown)
                return dimension;
            if (tokens[i].Word is "above" or "below" or "up" or "down")
                return tokens[i].Word is "above" or "up" ? Dimension.Height : Dimension.Depth;
        }

        for (var i = at - 1; i >= 0 && i >= at - Before && !tokens[i].IsNumber; i--)
        {
            if (Of(tokens[i].Word) is var dimension and not Dimension.Unknown)
                return dimension;
        }

        return Dimension.Unknown;
    }
}
