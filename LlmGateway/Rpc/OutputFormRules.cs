using System.Text.Json;
using System.Text.RegularExpressions;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Rpc;

/// <summary>What the form of an answer may be: whether its schema makes sense is the provider's to say, whether it is one is ours.</summary>
internal static partial class OutputFormRules
{
    private const int LongestSchema = 100_000;

    /// <summary>Checks a form.</summary>
    /// <param name="field">The field that holds it.</param>
    /// <param name="form">The form.</param>
    /// <exception cref="ValidationException">It breaks a rule.</exception>
    public static void Check(string field, OutputForm form)
    {
        if (!Name().IsMatch(form.Name))
            throw new ValidationException($"{field}.name", "must have 1 to 64 letters, digits, dashes and underscores");
        if (form.Schema.Length > LongestSchema)
            throw new ValidationException($"{field}.schema", $"must have at most {LongestSchema} UTF-16 code units, and has {form.Schema.Length}");
        if (form.Schema.Length > 0 && !IsObject(form.Schema))
            throw new ValidationException($"{field}.schema", "must be empty or a JSON schema, which is a JSON object");
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Name();
}
