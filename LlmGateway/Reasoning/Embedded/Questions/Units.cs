using System.Collections.Frozen;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Questions;

/// <summary>Which units a question asks for, and which kind of unit a word names.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, UnitKind> Kinds = Read(
        (UnitKind.Length, "metre meter km kilometre kilometer mile foot feet inch cm centimetre centimeter mm millimetre millimeter micrometre yard league m mi ft character letter word page"),
        (UnitKind.Duration, "second minute hour day night week month year decade century quarter millennium season"),
        (UnitKind.Mass, "gram g kg kilogram kilo tonne ton pound lb ounce oz mg milligram"),
        (UnitKind.Temperature, "degree celsius fahrenheit kelvin °c"),
        (UnitKind.Money, "euro dollar pound franc yen cent mark guilder shilling penny pence rouble livre crown $ € £"),
        (UnitKind.Share, "percent % percentage fifth third quarter half tenth proportion"),
        (UnitKind.Frequency, "time daily weekly monthly yearly annually hourly once twice every each"),
        (UnitKind.Speed, "kph mph knot"),
        (UnitKind.Area, "acre hectare square"),
        (UnitKind.Volume, "litre liter millilitre milliliter gallon cup spoon teaspoon barrel cubic"));

    /// <summary>The kinds that a word names; <see cref="UnitKind.Any"/> when it names none.</summary>
    /// <param name="word">Word or stem, lower case.</param>
    public static UnitKind Of(string word) => Kinds.GetValueOrDefault(word);

    /// <summary>The kinds that answer a question.</summary>
    /// <param name="amount">The word after "how".</param>
    /// <param name="head">Stem of the noun that says what is asked for.</param>
    public static UnitKind Wanted(string amount, string? head) => amount switch
    {
        "tall" or "high" or "deep" or "wide" or "thick" or "big" or "large" => UnitKind.Length | UnitKind.Area,
        "far" => UnitKind.Length | UnitKind.Duration,
        "long" => UnitKind.Length | UnitKind.Duration,
        "old" => UnitKind.Duration,
        "small" or "short" => UnitKind.Length | UnitKind.Area,
        "close" => UnitKind.Length,
        "expensive" => UnitKind.Money,
        "frequently" => UnitKind.Frequency | UnitKind.Duration,
        "quickly" => UnitKind.Duration | UnitKind.Speed,
        "soon" => UnitKind.Duration,
        "heavy" => UnitKind.Mass,
        "fast" => UnitKind.Speed | UnitKind.Duration,
        "hot" or "cold" or "warm" => UnitKind.Temperature,
        "often" => UnitKind.Frequency | UnitKind.Duration,
        "many" => head is null ? UnitKind.Any : Of(head),
        _ => ByHead(head),
    };

    /// <summary>The kinds in which a verb measures: money for what something costs. <see cref="UnitKind.Any"/> for most verbs.</summary>
    /// <param name="verb">Stem of a question's verb; null when there is none.</param>
    public static UnitKind MeasuredBy(string? verb) => verb switch
    {
        "cost" or "pai" or "charg" or "spend" or "earn" => UnitKind.Money,
        "weigh" => UnitKind.Mass,
        _ => UnitKind.Any,
    };

    private static UnitKind ByHead(string? head) => head switch
    {
        "percentag" or "percent" or "proport" or "share" or "fraction" => UnitKind.Share,
        "distanc" or "length" or "height" or "depth" or "width" or "size" => UnitKind.Length | UnitKind.Area,
        "weight" or "mass" => UnitKind.Mass,
        "temperatur" => UnitKind.Temperature,
        "price" or "cost" or "salari" => UnitKind.Money,
        "speed" => UnitKind.Speed,
        "durat" => UnitKind.Duration,
        "area" => UnitKind.Area | UnitKind.Length,
        "frequenc" => UnitKind.Frequency | UnitKind.Duration,
        _ => UnitKind.Any,
    };

    private static FrozenDictionary<string, UnitKind> Read(params (UnitKind Kind, string Words)[] lists)
    {
        var kinds = new Dictionary<string, UnitKind>(StringComparer.Ordinal);
        foreach (var (kind, words) in lists)
        {
            foreach (var word in words.Split(' '))
            {
                kinds[word] = kinds.GetValueOrDefault(word) | kind;
                var stem = Tokenizer.StemOf(word);
                if (stem != word)
                    kinds[stem] = kinds.GetValueOrDefault(stem) | kind;
            }
        }

        return kinds.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
