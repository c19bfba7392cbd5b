using System.Text;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>
/// What a reader sees of a text, letter by letter: white space, punctuation, accents and invisible characters are left out, and what looks like a
/// Latin letter or a digit counts as one. Texts that read the same are the same here.
/// </summary>
internal static class ReadableLetters
{
    // Pairs of a letter of another alphabet and the Latin letter that it looks like.
    private const string LookAlikes =
        "аaвbсcԁdеeһhіiјjкkӏlмmнhоoрpԛqгrѕsтtуyхxѵvԝwьbαaβbεeηnιiκkνvοoρpτtυuχxγyωwɡgıiℓlɑaəeոnսuօoհhցgզqꓮaꓐbꓚcꓓdꓰeꓝfꓖgꓧhꓲiꓙjꓗkꓡlꓟmꓠnꓳoꓑpꓣrꓢsꓔtꓴuꓦvꓪwꓫxꓬyꓜz";

    // A figure that is written for a letter counts as that letter on both sides of a comparison, and so do letters that look the same.
    private const string Figures = "oizeasgtbg";

    private static readonly Dictionary<char, char> Latin = Read();

    /// <summary>The letters of a text.</summary>
    /// <param name="text">Any text, valid or not.</param>
    public static string Of(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Plain(rune) is { } plain)
                letters.Append(plain);
        }

        return letters.ToString();
    }

    /// <summary>The words of a text, each as its letters.</summary>
    /// <param name="text">Any text, valid or not.</param>
    public static List<string> WordsOf(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(word => word.Length > 0)];

    private static char? Plain(Rune rune)
    {
        var value = rune.Value switch
        {
            >= 0xff01 and <= 0xff5e => rune.Value - 0xfee0,                     // full-width forms
            >= 0xe0020 and <= 0xe007e => rune.Value - 0xe0000,                  // tags, which nobody sees
            >= 0x1d400 and <= 0x1d6a3 => 'a' + ((rune.Value - 0x1d400) % 26),   // bold, italic, script and other mathematical letters
            >= 0x1d7ce and <= 0x1d7ff => '0' + ((rune.Value - 0x1d7ce) % 10),   // mathematical digits
            >= 0x24b6 and <= 0x24e9 => 'a' + ((rune.Value - 0x24b6) % 26),      // letters in circles
            >= 0x249c and <= 0x24b5 => 'a' + (rune.Value - 0x249c),             // letters in brackets
            >= 0x1f110 and <= 0x1f189 => 'a' + ((rune.Value - 0x1f110) % 32 % 26),
            >= 0x1f1e6 and <= 0x1f1ff => 'a' + (rune.Value - 0x1f1e6),          // letters of flags
            var other => other,
        };
        if (value > char.MaxValue)
            return null;
        var c = (char)value;
        if (!char.IsLetterOrDigit(c))
            return null;
        var lower = CharacterFolding.ToPlainLower(c);
        var latin = Latin.GetValueOrDefault(lower, lower);
        return latin switch
        {
            >= '0' and <= '9' => Figures[latin - '0'],
            'l' or 'j' => 'i',
            'q' => 'g',
            _ => latin,
        };
    }

    private static Dictionary<char, char> Read()
    {
        var latin = new Dictionary<char, char>();
        for (var i = 0; i + 1 < LookAlikes.Length; i += 2)
            latin.TryAdd(LookAlikes[i], LookAlikes[i + 1]);
        return latin;
    }
}
