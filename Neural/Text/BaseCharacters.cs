using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MctsAspire.Neural.Text;

/// <summary>
/// What is left of a character without its accents: its canonical decomposition (NFD) without nonspacing marks. A table of our own,
/// since .NET doesn't normalise text when it runs without the system's globalisation data.
/// </summary>
internal static class BaseCharacters
{
    private const int HangulBase = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int Vowels = 21;
    private const int Trails = 28;

    private static readonly FrozenDictionary<int, Rune[]> Table = Read();

    /// <summary>The most characters that one can become.</summary>
    public const int Most = 3;

    /// <summary>Writes what is left of a character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="rest">Takes it; room for <see cref="Most"/>.</param>
    /// <returns>How many characters were written; 0 for an accent.</returns>
    public static int Strip(Rune character, Span<Rune> rest)
    {
        if (character.Value is >= HangulBase and <= HangulLast)
            return SplitSyllable(character.Value - HangulBase, rest);
        if (Table.TryGetValue(character.Value, out var known))
        {
            known.CopyTo(rest);
            return known.Length;
        }

        if (Rune.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            return 0;
        rest[0] = character;
        return 1;
    }

    // By arithmetic, as chapter 3.12 of the Unicode standard has it.
    private static int SplitSyllable(int index, Span<Rune> rest)
    {
        rest[0] = new Rune(LeadBase + (index / (Vowels * Trails)));
        rest[1] = new Rune(VowelBase + (index % (Vowels * Trails) / Trails));
        if (index % Trails == 0)
            return 2;
        rest[2] = new Rune(TrailBase + (index % Trails));
        return 3;
    }

    private static FrozenDictionary<int, Rune[]> Read()
    {
        using var resource = typeof(BaseCharacters).Assembly.GetManifestResourceStream("base-characters.txt")
            ?? throw new InvalidOperationException("The table of base characters is not in the assembly.");
        using var lines = new StreamReader(resource);
        var table = new Dictionary<int, Rune[]>();
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var codes = line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            table.Add(codes[0], [.. codes[1..].Select(code => new Rune(code))]);
        }

        return table.ToFrozenDictionary();
    }
}
