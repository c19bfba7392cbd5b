using System.Globalization;
using System.Text;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Where in a body something stands, as <c>[2].metadata.author</c>.</summary>
internal static class JsonPath
{
    private const int LongestName = 64;

    public static string Field(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    public static string Item(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>The path as it stands in a message: the whole body has a name of its own.</summary>
    public static string Display(string path) => path.Length == 0 ? RequestBody.FieldName : path;

    /// <summary>A name that a client made up, fit for a message: short, and without characters that could be taken for something else.</summary>
    public static string Quote(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (text.Length >= LongestName)
                return text.Append('…').ToString();
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                text.Append(rune.ToString());
        }

        return text.Length == 0 ? "\"\"" : text.ToString();
    }

    /// <summary>The serializer's form <c>$.a[0].b</c> as ours.</summary>
    public static string FromSerializer(string? path) => Display((path ?? "").TrimStart('$').TrimStart('.'));
}
