using System.Text.Json;

namespace Aspire.Hosting.Output;

/// <summary>A line of output that may be a log record in JSON.</summary>
internal static class LogRecord
{
    private static readonly string[] MessageNames = ["message", "Message", "@m", "msg"];
    private static readonly string[] ExceptionNames = ["exception", "Exception", "@x"];

    /// <summary>The message of a record, for those who read along at a terminal; any other line as it is.</summary>
    public static string Shortened(string line) => Message(line, withException: true) ?? line;

    /// <summary>The message of a record.</summary>
    /// <param name="line">The line.</param>
    /// <param name="withException">Whether what the record says of an exception follows it.</param>
    /// <returns>The message; null when the line is not a record.</returns>
    public static string? Message(string line, bool withException = false)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            using var json = JsonDocument.Parse(line);
            var message = Text(json.RootElement, MessageNames);
            return message is not null && withException && Text(json.RootElement, ExceptionNames) is { } exception ? $"{message} | {exception}" : message;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement record, string[] names)
    {
        foreach (var name in names)
        {
            if (record.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Object)
                return Visible(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }

        return null;
    }

    // JSON may have hidden control characters behind escapes.
    private static string Visible(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
