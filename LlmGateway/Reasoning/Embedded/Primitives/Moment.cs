using System.Collections.Frozen;
using System.Globalization;
using MctsAspire.LlmGateway.Reasoning.Embedded.Text;

namespace MctsAspire.LlmGateway.Reasoning.Embedded.Primitives;

/// <summary>A point in time as far as a sentence tells it. What is null is not told.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">Day of the month, 1 to 31.</param>
/// <param name="Weekday">0 (Monday) to 6.</param>
/// <param name="Minute">Minute of the day.</param>
internal readonly record struct Moment(int? Year, int? Month, int? Day, int? Weekday, int? Minute)
{
    private const int MinutesPerHour = 60;

    private static readonly FrozenDictionary<string, int> Months = Numbered("january february march april may june july august september october november december");
    private static readonly FrozenDictionary<string, int> Weekdays = Numbered("monday tuesday wednesday thursday friday saturday sunday");

    /// <summary>Whether both tell some part of the time and every part that both tell is another.</summary>
    /// <param name="other">The other point in time.</param>
    public bool Excludes(Moment other)
    {
        var differs = Differ(Year, other.Year) || Differ(Month, other.Month) || Differ(Day, other.Day) || Differ(Minute, other.Minute)
            || (Year is null && other.Year is null && Month is null && other.Month is null && Differ(Weekday, other.Weekday));
        return differs;
    }

    /// <summary>Whether both tell some part of the time and no part differs.</summary>
    /// <param name="other">The other point in time.</param>
    public bool Fits(Moment other) => !Excludes(other)
        && ((Year is not null && other.Year is not null) || (Month is not null && other.Month is not null) || (Minute is not null && other.Minute is not null) || (Weekday is not null && other.Weekday is not null));

    /// <summary>The points in time that a run of words names: "4 May 1814", "in 1998", "at 18:00", "on Fridays".</summary>
    /// <param name="tokens">The words.</param>
    public static List<Moment> Read(ReadOnlySpan<Token> tokens)
    {
        var moments = new List<Moment>();
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            if (token.IsCapital && Months.TryGetValue(token.Word, out var month))
            {
                var (before, after) = (i > 0 ? DayOf(tokens[i - 1]) : null, i + 1 < tokens.Length ? DayOf(tokens[i + 1]) : null);
                var at = after is not null && before is null ? i + 2 : i + 1;
                var year = at < tokens.Length && tokens[at].IsYear ? Number(tokens[at]) : null;
                moments.Add(new Moment(year, month + 1, before ?? after, null, null));
                i = year is null ? i : at;
            }
            else if (token.IsYear)
            {
                moments.Add(new Moment(Number(token), null, null, null, null));
            }
            else if (token.IsCapital && Weekdays.TryGetValue(token.Word.TrimEnd('s'), out var weekday))
            {
                moments.Add(new Moment(null, null, null, weekday, null));
            }
            else if (MinuteOf(tokens, i) is { } minute)
            {
                moments.Add(new Moment(null, null, null, null, minute));
            }
        }

        return moments;
    }

    private static bool Differ(int? a, int? b) => a is not null && b is not null && a != b;

    private static int? Number(Token token) => int.TryParse(token.Stem, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? DayOf(Token token)
    {
        var digits = token.Word.Length > 2 && token.Word[^2..] is "st" or "nd" or "rd" or "th" ? token.Word[..^2] : token.Word;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day : null;
    }

    // "18:00", "6 pm", "9 o'clock"
    private static int? MinuteOf(ReadOnlySpan<Token> tokens, int at)
    {
        var word = tokens[at].Word;
        var half = at + 1 < tokens.Length ? tokens[at + 1].Word : "";
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var hours = colon < 0 ? word : word[..colon];
        if (!tokens[at].IsNumber || (colon < 0 && half is not ("am" or "pm" or "o'clock")) || !int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 24)
            return null;
        var minute = colon >= 0 && int.TryParse(word[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 0;
        return ((hour + (half == "pm" && hour < 12 ? 12 : 0)) * MinutesPerHour) + minute;
    }

    private static FrozenDictionary<string, int> Numbered(string words) =>
        words.Split(' ').Select((word, i) => (word, i)).ToFrozenDictionary(pair => pair.word, pair => pair.i, StringComparer.Ordinal);
}
