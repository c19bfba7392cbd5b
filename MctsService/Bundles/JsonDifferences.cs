using System.Globalization;
using System.Text.Json;

namespace MctsAspire.MctsService.Bundles;

/// <summary>Finds the places in which two JSON values differ.</summary>
internal static class JsonDifferences
{
    private const int LongestValue = 80;

    /// <summary>Adds a line for each place, at most so many in all.</summary>
    /// <param name="held">What the bundle holds.</param>
    /// <param name="found">What came out.</param>
    /// <param name="path">Where the values stand.</param>
    /// <param name="lines">Takes the lines.</param>
    /// <param name="most">The most lines.</param>
    public static void Add(JsonElement held, JsonElement found, string path, List<string> lines, int most)
    {
        if (lines.Count >= most || JsonElement.DeepEquals(held, found))
            return;
        switch (held.ValueKind, found.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                foreach (var name in held.EnumerateObject().Concat(found.EnumerateObject()).Select(field => field.Name).Distinct())
                    AddField(held, found, name, $"{path}.{name}", lines, most);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                for (var i = 0; i < Math.Max(held.GetArrayLength(), found.GetArrayLength()); i++)
                    AddItem(held, found, i, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), lines, most);
                break;
            default:
                lines.Add($"{path}: is {Show(held)}, and {Show(found)} when it is run again");
                break;
        }
    }

    private static void AddField(JsonElement held, JsonElement found, string name, string path, List<string> lines, int most)
    {
        var (isHeld, isFound) = (held.TryGetProperty(name, out var one), found.TryGetProperty(name, out var other));
        if (isHeld && isFound)
            Add(one, other, path, lines, most);
        else
            AddMissing(isHeld ? one : other, isHeld, path, lines, most);
    }

    private static void AddItem(JsonElement held, JsonElement found, int index, string path, List<string> lines, int most)
    {
        var (isHeld, isFound) = (index < held.GetArrayLength(), index < found.GetArrayLength());
        if (isHeld && isFound)
            Add(held[index], found[index], path, lines, most);
        else
            AddMissing(isHeld ? held[index] : found[index], isHeld, path, lines, most);
    }

    private static void AddMissing(JsonElement value, bool isHeld, string path, List<string> lines, int most)
    {
        if (lines.Count < most)
            lines.Add(isHeld ? $"{path}: is {Show(value)}, and absent when it is run again" : $"{path}: is absent, and {Show(value)} when it is run again");
    }

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";
    }
}
