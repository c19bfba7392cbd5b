using System.Globalization;
using System.Text.Json;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Reads single fields of a line; what is wrong is named with its path and what is allowed.</summary>
internal static class JsonFields
{
    public static void RequireObject(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new TrainingException($"{path} must be a JSON object.");
    }

    /// <summary>A field; null when it is absent or null.</summary>
    public static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Require(JsonElement parent, string name, string path = "") =>
        Find(parent, name) ?? throw new TrainingException($"{path}{name} is missing.");

    public static double Number(JsonElement element, string path, double least, double most)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && value >= least && value <= most)
            return value;
        throw new TrainingException(string.Create(CultureInfo.InvariantCulture, $"{path} must be a number from {least} to {most}, and is {Show(element)}."));
    }

    public static int Whole(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= 0)
            return value;
        throw new TrainingException($"{path} must be a whole number from 0 to {int.MaxValue}, and is {Show(element)}.");
    }

    public static bool Flag(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new TrainingException($"{path} must be true or false, and is {Show(element)}."),
    };

    /// <summary>An agent's name; the message names <paramref name="also"/> as allowed too.</summary>
    public static Agent Agent(JsonElement element, string path, string? also = null) =>
        (element.ValueKind == JsonValueKind.String ? AgentNames.Find(Text(element, path)) : null)
        ?? throw new TrainingException($"{path} must be {(also is null ? "hrm, trm or mcts" : $"hrm, trm, mcts or {also}")}, and is {Show(element)}.");

    /// <summary>A string as it is, anything else as JSON.</summary>
    public static string Text(JsonElement element, string path)
    {
        try
        {
            return element.ToString();
        }
        catch (InvalidOperationException broken)
        {
            throw new TrainingException($"{path} must be a text without lone surrogates.", broken);
        }
    }

    private static string Show(JsonElement element)
    {
        const int longest = 40;
        var text = element.GetRawText();
        return text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "...");
    }
}
