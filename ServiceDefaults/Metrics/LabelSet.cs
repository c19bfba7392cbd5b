using System.Globalization;
using System.Text;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>The labels of one series.</summary>
/// <param name="Text">As they are written between braces, in the order of the measurement's tags.</param>
/// <param name="Identity">The same for tags in any order.</param>
internal sealed record LabelSet(string Text, string Identity)
{
    /// <summary>No labels.</summary>
    public static readonly LabelSet None = new("", "");

    /// <summary>Those of what goes beyond the bound on series.</summary>
    public static readonly LabelSet Overflow = new("overflow=\"true\"", "overflow=\"true\"");

    private const int LongestValue = 128;

    /// <param name="tags">A measurement's tags; empty ones are the same as none, and those whose names become the same go into one label.</param>
    /// <param name="isHistogram">Whether <c>le</c> is taken.</param>
    public static LabelSet Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, bool isHistogram)
    {
        if (tags.IsEmpty)
            return None;
        var labels = new List<(string Name, string Value)>(tags.Length);
        foreach (var (tag, value) in tags)
        {
            var text = TextOf(value);
            if (text.Length == 0)
                continue;
            var name = NameOf(tag, isHistogram);
            var same = labels.FindIndex(label => label.Name == name);
            if (same < 0)
                labels.Add((name, text));
            else
                labels[same] = (name, $"{labels[same].Value};{text}");
        }

        var pairs = labels.ConvertAll(label => $"{label.Name}=\"{Escape(label.Value)}\"");
        return new LabelSet(string.Join(',', pairs), string.Join(',', pairs.Order(StringComparer.Ordinal)));
    }

    private static string NameOf(string tag, bool isHistogram)
    {
        var name = MetricName.Sanitize(tag);
        // Prometheus keeps names with two underscores in front for itself, and le for the bounds of buckets.
        return name.StartsWith("__", StringComparison.Ordinal) || (isHistogram && name == "le") ? $"tag_{name.TrimStart('_')}" : name;
    }

    private static string TextOf(object? value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>By runes, so that half a character never leaves, nor a control character.</summary>
    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        var length = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (++length > LongestValue)
                break;
            _ = rune.Value switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(Rune.IsControl(rune) ? Rune.ReplacementChar : rune),
            };
        }

        return text.ToString();
    }
}
