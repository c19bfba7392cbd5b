using System.Text.Json;
using MctsAspire.Protos.Rest.OpenAi;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>What OpenAI's API has and this one does not: accepted with the value that changes nothing, as many clients send it, and refused by its name with any other.</summary>
internal static class NotOffered
{
    private static readonly (string Name, Func<ChatCompletionRequest, JsonElement?> Get, Func<JsonElement, bool> ChangesNothing, string Problem)[] Fields =
    [
        ("tools", request => request.Tools, IsEmpty, "is not offered; leave it out"),
        ("tool_choice", request => request.ToolChoice, IsNoChoice, "is not offered; leave it out, or send none or auto"),
        ("functions", request => request.Functions, IsEmpty, "is not offered; leave it out"),
        ("function_call", request => request.FunctionCall, IsNoChoice, "is not offered; leave it out, or send none or auto"),
        ("parallel_tool_calls", request => request.ParallelToolCalls, IsBoolean, "must be true or false"),
        ("frequency_penalty", request => request.FrequencyPenalty, IsZero, "is not offered; leave it out, or send 0"),
        ("presence_penalty", request => request.PresencePenalty, IsZero, "is not offered; leave it out, or send 0"),
        ("logprobs", request => request.Logprobs, IsFalse, "is not offered; leave it out, or send false"),
        ("top_logprobs", request => request.TopLogprobs, IsZero, "is not offered; leave it out"),
        ("logit_bias", request => request.LogitBias, IsEmpty, "is not offered; leave it out"),
        ("modalities", request => request.Modalities, IsTextAlone, "must be [\"text\"]; only text is offered"),
        ("audio", request => request.Audio, Never, "is not offered; leave it out"),
        ("prediction", request => request.Prediction, Never, "is not offered; leave it out"),
        ("reasoning_effort", request => request.ReasoningEffort, Never, "is not offered; leave it out"),
        ("verbosity", request => request.Verbosity, value => IsText(value, "medium"), "is not offered; leave it out"),
        ("web_search_options", request => request.WebSearchOptions, Never, "is not offered; leave it out"),
        ("service_tier", request => request.ServiceTier, value => IsText(value, "auto") || IsText(value, "default"), "must be auto or default"),
        ("store", request => request.Store, IsFalse, "is not offered; leave it out, or send false"),
        ("metadata", request => request.Metadata, IsEmpty, "is not offered; leave it out"),
        ("safety_identifier", request => request.SafetyIdentifier, value => value.ValueKind == JsonValueKind.String, "must be a text"),
        ("prompt_cache_key", request => request.PromptCacheKey, value => value.ValueKind == JsonValueKind.String, "must be a text"),
    ];

    /// <exception cref="ValidationException">The request asks for something that is not offered.</exception>
    public static void Refuse(ChatCompletionRequest request)
    {
        foreach (var (name, get, changesNothing, problem) in Fields)
            Refuse(name, get(request), changesNothing, problem);
    }

    /// <exception cref="ValidationException">The message holds something that is not offered.</exception>
    public static void Refuse(string place, ChatCompletionMessage message)
    {
        Refuse($"{place}.tool_calls", message.ToolCalls, IsEmpty, "is not offered; leave it out");
        Refuse($"{place}.tool_call_id", message.ToolCallId, Never, "is not offered; leave it out");
        Refuse($"{place}.function_call", message.FunctionCall, Never, "is not offered; leave it out");
        Refuse($"{place}.audio", message.Audio, Never, "is not offered; leave it out");
        Refuse($"{place}.annotations", message.Annotations, IsEmpty, "is not offered; leave it out");
        Refuse($"{place}.refusal", message.Refusal, Never, "is not offered; leave it out");
    }

    private static void Refuse(string name, JsonElement? value, Func<JsonElement, bool> changesNothing, string problem)
    {
        if (value is { ValueKind: not JsonValueKind.Null } sent && !changesNothing(sent))
            throw new ValidationException(name, problem);
    }

    private static bool Never(JsonElement value) => false;

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsFalse(JsonElement value) => value.ValueKind == JsonValueKind.False;

    private static bool IsZero(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == 0;

    private static bool IsText(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsNoChoice(JsonElement value) => IsText(value, "none") || IsText(value, "auto");

    private static bool IsTextAlone(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && IsText(value[0], "text");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
