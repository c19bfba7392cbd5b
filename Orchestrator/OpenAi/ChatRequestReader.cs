using System.Text.Json;
using MctsAspire.Orchestrator.Guard;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Reads what the records of requests leave open, and refuses by its name what is not offered.</summary>
internal static class ChatRequestReader
{
    private const int MostStops = 4;
    private const int LongestStop = 100;
    private const int LongestSchema = 100_000;

    /// <exception cref="ValidationException">The request breaks a rule; the message names the field.</exception>
    public static ChatAsk Read(ChatCompletionRequest request, string clientId, CancellationToken cancellationToken)
    {
        NotOffered.Refuse(request);
        if (request.N is { } answers && answers != 1)
            throw new ValidationException("n", "must be 1; ask again for another answer");
        if (request.StreamOptions is not null && request.Stream != true)
            throw new ValidationException("stream_options", "is allowed only when stream is true");
        var lines = MessageReader.Read(request.Messages);
        return new ChatAsk
        {
            Request = request,
            ClientId = clientId,
            Lines = [.. lines.Select(line => line with { Text = CleanText.Of(line.Text) })],
            InputSignals = InputReport.SignalsOf(lines.Where(line => line.Role == ChatRoles.User).Select(line => line.Text).Reverse(), cancellationToken),
            MaxTokens = Same("max_tokens", request.MaxTokens, "max_completion_tokens", request.MaxCompletionTokens),
            Iterations = Same("iterations", request.Iterations, "mcts_iterations", request.MctsIterations),
            Stop = Stop(request.Stop),
            Form = Form(request.ResponseFormat),
        };
    }

    private static int? Same(string name, int? value, string other, int? otherValue) => value is null || otherValue is null || value == otherValue
        ? value ?? otherValue
        : throw new ValidationException(name, $"is another name of {other}; send one of them");

    private static List<string> Stop(JsonElement? stop)
    {
        switch (stop?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return [];
            case JsonValueKind.String:
                return [Text("stop", stop.Value)];
            case JsonValueKind.Array when stop.Value.GetArrayLength() <= MostStops:
                return [.. stop.Value.EnumerateArray().Select((text, index) => Text($"stop[{index}]", text))];
            default:
                throw new ValidationException("stop", $"must be a text, or an array of at most {MostStops}");
        }

        static string Text(string field, JsonElement text) => text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 and <= LongestStop } value
            ? value
            : throw new ValidationException(field, $"must be a text of 1 to {LongestStop} characters");
    }

    private static OutputForm? Form(ChatResponseFormat? format)
    {
        if (format is null or { Type: "text", JsonSchema: null })
            return null;
        if (format.Type != "json_schema")
        {
            return format.JsonSchema is null
                ? new OutputForm { Name = format.Type }
                : throw new ValidationException("response_format.json_schema", "is for the type json_schema");
        }

        if (format.JsonSchema is not { } schema)
            throw new ValidationException("response_format.json_schema", "is required for the type json_schema");
        if (schema.Schema.ValueKind != JsonValueKind.Object)
            throw new ValidationException("response_format.json_schema.schema", "must be an object");
        var text = schema.Schema.GetRawText();
        return text.Length <= LongestSchema
            ? new OutputForm { Name = schema.Name, Schema = text }
            : throw new ValidationException("response_format.json_schema.schema", $"must have at most {LongestSchema} characters, and has {text.Length}");
    }
}
