using System.Text;
using System.Text.Json;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Reads the messages of a conversation: texts alone.</summary>
internal static class MessageReader
{
    /// <exception cref="ValidationException">A message holds something else than text, or a role that there is not.</exception>
    public static ChatLine[] Read(IReadOnlyList<ChatCompletionMessage> messages)
    {
        var lines = new ChatLine[messages.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new ChatLine(Role(messages[i].Role, i), Text(messages[i], i));
        return lines;
    }

    private static string Role(string role, int index) => role switch
    {
        ChatRoles.User => ChatRoles.User,
        ChatRoles.Assistant => ChatRoles.Assistant,
        ChatRoles.System or ChatRoles.Developer => ChatRoles.System,
        "tool" or "function" => throw new ValidationException(Place(index, "role"), "must be system, developer, user or assistant; tools are not offered"),
        _ => throw new ValidationException(Place(index, "role"), "must be system, developer, user or assistant"),
    };

    private static string Text(ChatCompletionMessage message, int index)
    {
        if (HoldsMore(message))
            NotOffered.Refuse($"messages[{index}]", message);
        return message.Content switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } parts => Join(parts, index),
            null or { ValueKind: JsonValueKind.Null } => throw new ValidationException(Place(index, "content"), "is required and must be a text or an array of text parts"),
            _ => throw new ValidationException(Place(index, "content"), "must be a text or an array of text parts"),
        };
    }

    private static bool HoldsMore(ChatCompletionMessage message) =>
        message.ToolCalls is not null || message.ToolCallId is not null || message.FunctionCall is not null
        || message.Audio is not null || message.Annotations is not null || message.Refusal is not null;

    private static string Join(JsonElement parts, int message)
    {
        if (parts.GetArrayLength() == 0)
            throw new ValidationException(Place(message, "content"), "must have at least one part");
        var text = new StringBuilder();
        var index = 0;
        foreach (var part in parts.EnumerateArray())
            text.Append(Part(part, Place(message, FormattableString.Invariant($"content[{index++}]"))));
        return text.ToString();
    }

    private static string Part(JsonElement part, string place)
    {
        if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            throw new ValidationException(place, "must be an object with a type");
        if (!type.ValueEquals("text"))
            throw new ValidationException($"{place}.type", "must be text; images, audio and files are not offered");
        foreach (var field in part.EnumerateObject())
        {
            if (!field.NameEquals("type") && !field.NameEquals("text"))
                throw new ValidationException(place, "has a field beside type and text; a part has no others");
        }

        return part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new ValidationException($"{place}.text", "is required and must be a text");
    }

    private static string Place(int index, string field) => FormattableString.Invariant($"messages[{index}].{field}");
}
