using System.Text;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Asks a model for an object of a given form, checks what it answers, and lets it repair once what can't be used.</summary>
/// <param name="provider">The provider.</param>
internal sealed class StructuredCall(ILanguageProvider provider)
{
    private const int Attempts = 2;

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
        var lines = new List<ChatLine> { new(ChatRole.System, prompt), new(ChatRole.User, data.ToString()) };
        var usage = new Usage();
        for (var attempt = 1; ; attempt++)
        {
            var call = new ChatCall(lines, generation.Temperature, generation.MaxTokens, Schema: OutputForm<TOutput>.Schema, Seed: generation.Seed);
            var result = await provider.CompleteAsync(call, cancellationToken);
            usage.InputTokens += result.InputTokens;
            usage.OutputTokens += result.OutputTokens;
            var (output, problem) = Read(result, prompt, data.Mark, problemOf);
            if (output is not null)
            {
                var origin = new Origin { Provider = provider.Name, Model = result.Model, Usage = usage, Deterministic = generation.Temperature <= 0 };
                return (output, origin);
            }

            if (attempt == Attempts)
                throw new LlmException($"Bad response: the language model {result.Model} of {provider.Name} gave no usable {primitive} output in {Attempts} attempts; the last one {problem}. Ask again, or choose another model.");
            lines = [.. lines[..2], new(ChatRole.User, PromptLibrary.Repair($"it {problem}."))];
        }
    }

    private static (TOutput? Output, string Problem) Read<TOutput>(ChatResult result, string prompt, string mark, Func<TOutput, string?> problemOf)
        where TOutput : class
    {
        if (result.StopReason == "content_filter")
            return (null, "was refused by the model or its content filter");
        if (result.StopReason == "length")
            return (null, "was cut off at the limit of tokens");
        if (OutputGuard.EchoesPrompt(result.Text, prompt, mark))
            return (null, "repeats the instructions");
        try
        {
            var output = StrictJson.Parse<TOutput>(Encoding.UTF8.GetBytes(WithoutFence(result.Text)));
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
