using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// Unicode's normalization form C: one way to write what looks the same, as é, which may be one character or an e and an accent. By tables of its own, so that a text is the same on every
/// machine: the services run without the system's tables, whose versions differ.
/// </summary>
/// <remarks>Unicode Standard Annex 15, and section 3.12 of the standard for Hangul.</remarks>
internal static class CanonicalForm
{
    private const int FirstOfInterest = 0x300;
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11_172;
    private const int LeadFirst = 0x1100;
    private const int LeadCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TailFirst = 0x11A7;
    private const int TailCount = 28;
    private const int None = -1;

    private static readonly Tables Known = Tables.Read();

    /// <summary>The text in form C; the same text when it is already.</summary>
    /// <param name="text">Any text; lone surrogates stay as they are.</param>
    public static string Of(string text)
    {
        if (IsSettled(text))
            return text;

        var points = new List<int>(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var point = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
                ? char.ConvertToUtf32(text[i], text[++i])
                : text[i];
            Decompose(point, points);
        }

        Order(points);
        Compose(points);
        var composed = new StringBuilder(text.Length);
        foreach (var point in points)
        {
            if (point > char.MaxValue)
                composed.Append(char.ConvertFromUtf32(point));
            else
                composed.Append((char)point);
        }

        return composed.ToString();
    }

    /// <summary>The character that a character is without its accents; the character itself when it has none, or is an accent.</summary>
    /// <param name="point">The code point.</param>
    public static int BaseOf(int point)
    {
        while (Known.Decompositions.TryGetValue(point, out var parts))
            point = parts.First;
        return point;
    }

    /// <summary>Whether nothing in the text is, or may come together with what stands before it as, anything but itself.</summary>
    private static bool IsSettled(string text)
    {
        foreach (var unit in text)
        {
            if (unit >= FirstOfInterest && (char.IsSurrogate(unit) || Known.MayChange[unit]))
                return false;
        }

        return true;
    }

    private static void Decompose(int point, List<int> points)
    {
        if (point is >= HangulFirst and < HangulFirst + HangulCount)
        {
            var index = point - HangulFirst;
            points.Add(LeadFirst + (index / (VowelCount * TailCount)));
            points.Add(VowelFirst + (index % (VowelCount * TailCount) / TailCount));
            if (index % TailCount != 0)
                points.Add(TailFirst + (index % TailCount));
        }
        else if (Known.Decompositions.TryGetValue(point, out var parts))
        {
            Decompose(parts.First, points);
            if (parts.Second != None)
                Decompose(parts.Second, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts runs of accents by their classes. Long runs, which no language has, must not cost the square of their length.</summary>
    private static void Order(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            if (Class(points[start]) == 0)
                continue;
            var end = start + 1;
            while (end < points.Count && Class(points[end]) != 0)
                end++;
            if (end - start > 1)
            {
                var run = points.GetRange(start, end - start).OrderBy(Class).ToList();
                for (var i = 0; i < run.Count; i++)
                    points[start + i] = run[i];
            }

            start = end;
        }
    }

    private static void Compose(List<int> points)
    {
        var starter = None;
        var lastClass = 0;
        var kept = 0;
        foreach (var point in points.ToArray())
        {
            var @class = Class(point);
            var isFree = starter != None && (kept - 1 == starter ? lastClass == 0 : lastClass < @class);
            if (isFree && Pair(points[starter], point) is { } together)
            {
                points[starter] = together;
                continue;
            }

            if (@class == 0)
                starter = kept;
            lastClass = @class;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadFirst and < LeadFirst + LeadCount && second is >= VowelFirst and < VowelFirst + VowelCount)
            return HangulFirst + ((((first - LeadFirst) * VowelCount) + second - VowelFirst) * TailCount);
        if (first is >= HangulFirst and < HangulFirst + HangulCount && (first - HangulFirst) % TailCount == 0 && second is > TailFirst and < TailFirst + TailCount)
            return first + second - TailFirst;
        return Known.Compositions.TryGetValue((first, second), out var together) ? together : null;
    }

    private static int Class(int point) => Known.Classes.GetValueOrDefault(point);

    private sealed record Tables(
        FrozenDictionary<int, (int First, int Second)> Decompositions, FrozenDictionary<(int First, int Second), int> Compositions, FrozenDictionary<int, byte> Classes, bool[] MayChange)
    {
        private const string Resource = "MctsAspire.ServiceDefaults.Texts.canonical.txt";

        public static Tables Read()
        {
            var decompositions = new Dictionary<int, (int First, int Second)>();
            var compositions = new Dictionary<(int First, int Second), int>();
            var classes = new Dictionary<int, byte>();
            using var reader = new StreamReader(typeof(CanonicalForm).Assembly.GetManifestResourceStream(Resource)!, Encoding.ASCII);
            while (reader.ReadLine() is { } line)
            {
                foreach (var entry in line.StartsWith('#') ? [] : line.Split(' '))
                    Read(entry, decompositions, compositions, classes);
            }

            var composed = compositions.Values.ToHashSet();
            var mayChange = new bool[char.MaxValue + 1];
            foreach (var point in classes.Keys.Concat(compositions.Keys.Select(pair => pair.Second)).Concat(decompositions.Keys.Where(point => !composed.Contains(point))).Where(point => point <= char.MaxValue))
                mayChange[point] = true;
            Array.Fill(mayChange, true, VowelFirst, VowelCount);
            Array.Fill(mayChange, true, TailFirst, TailCount);
            return new Tables(decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary(), mayChange);
        }

        private static void Read(string entry, Dictionary<int, (int First, int Second)> decompositions, Dictionary<(int First, int Second), int> compositions, Dictionary<int, byte> classes)
        {
            var sides = entry.Split('=', ':');
            if (entry.Contains(':', StringComparison.Ordinal))
            {
                var range = sides[0].Split('-');
                for (var point = Hex(range[0]); point <= Hex(range[^1]); point++)
                    classes[point] = byte.Parse(sides[1], CultureInfo.InvariantCulture);
                return;
            }

            var isComposed = entry[0] != '!';
            var whole = Hex(sides[0].TrimStart('!'));
            var parts = sides[1].Split('+');
            var pair = (Hex(parts[0]), parts.Length > 1 ? Hex(parts[1]) : None);
            decompositions[whole] = pair;
            if (isComposed)
                compositions[pair] = whole;
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
