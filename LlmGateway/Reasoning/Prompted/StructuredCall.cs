using System.Text;
using MctsAspire.LlmGateway.Caching;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Rpc;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Asks a model for an object of a given form, checks what it answers, and lets it repair once what can't be used.</summary>
/// <param name="chat">Chat with the model.</param>
internal sealed class StructuredCall(IChatClient chat)
{
    private const int Attempts = 2;
    private const int LongestOutput = 512 * 1024;

    /// <summary>Runs a primitive.</summary>
    /// <typeparam name="TOutput">The form.</typeparam>
    /// <param name="primitive">Its name, which is the prompt's.</param>
    /// <param name="data">What comes from outside.</param>
    /// <param name="generation">How freely the model may write.</param>
    /// <param name="problemOf">What is wrong with an output of the right form; null when nothing is.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="LlmException">The provider failed, or its second output can't be used either.</exception>
    public async Task<(TOutput Output, Origin Origin)> RunAsync<TOutput>(
        string primitive, DataMessage data, GenerationSettings generation, Func<TOutput, string?> problemOf, CancellationToken cancellationToken)
        where TOutput : class
    {
        var prompt = PromptLibrary.SystemPrompt(primitive);
        var guard = new OutputGuard(prompt, data);
        List<ChatMessage> messages = [new(ChatRole.System, prompt), new(ChatRole.User, data.ToString())];
        var responses = new List<ChatResponse>(Attempts);
        while (true)
        {
            var response = await chat.GetResponseAsync(messages, generation.Options(OutputForm<TOutput>.Format).KeptWhen(answer => Read(answer, guard, problemOf).Output is not null), cancellationToken);
            responses.Add(response);
            var (output, problem) = Read(response, guard, problemOf);
            if (output is not null)
                return (output, OriginOf(responses, generation));
            if (responses.Count == Attempts)
            {
                throw new LlmException(
                    $"Bad response: the language model {response.ModelId} of {response.Origin()?.Provider} gave no usable {primitive} output in {Attempts} attempts; the last one {problem}. Ask again, or choose another model.",
                    kind: response.FinishReason == ChatFinishReason.ContentFilter ? LlmErrorKind.ContentFilter : LlmErrorKind.BadResponse);
            }

            messages = [.. messages[..2], new(ChatRole.User, PromptLibrary.Repair($"it {problem}."))];
        }
    }

    // Both attempts are paid for; the last one is the answer.
    private static Origin OriginOf(List<ChatResponse> responses, GenerationSettings generation)
    {
        var usage = new UsageDetails();
        double? cost = 0;
        foreach (var response in responses)
        {
            usage.Add(response.Usage ?? new UsageDetails());
            cost += response.Origin()?.CostUsd;
        }

        var last = responses[^1];
        return Origins.Of(last.Origin() is { } origin ? origin with { CostUsd = cost } : null, last.ModelId, usage, GenerationRules.IsDeterministic(generation.Temperature));
    }

    private static (TOutput? Output, string Problem) Read<TOutput>(ChatResponse response, OutputGuard guard, Func<TOutput, string?> problemOf)
        where TOutput : class
    {
        if (response.FinishReason == ChatFinishReason.ContentFilter)
            return (null, "was refused by the model or its content filter");
        if (response.FinishReason == ChatFinishReason.Length)
            return (null, "was cut off at the limit of tokens");
        // What is longer fits no form, and would only cost the time of reading it.
        if (response.Text.Length > LongestOutput)
            return (null, "is too long");
        var text = WithoutFence(response.Text);
        if (guard.Refuses(text))
            return (null, "repeats the instructions");
        try
        {
            var output = StrictJson.Parse<TOutput>(Encoding.UTF8.GetBytes(text));
            return problemOf(output) is { } problem ? (null, problem) : (output, "");
        }
        catch (ValidationException exception)
        {
            return (null, $"does not have the form that is asked for, at {Safe(exception.Field)}");
        }
    }

    // Some models wrap JSON in a Markdown fence even when told not to.
    private static string WithoutFence(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith("```", StringComparison.Ordinal) || !trimmed.EndsWith("```", StringComparison.Ordinal) || trimmed.Length < 6)
            return trimmed;
        var line = trimmed.IndexOf('\n');
        return line < 0 ? trimmed : trimmed[line..^3];
    }

    // A field's name may come from the model: only what a name of ours can look like is passed on.
    private static string Safe(string field) =>
        field.Length <= 60 && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '[' or ']') ? field : "an unknown field";
}
