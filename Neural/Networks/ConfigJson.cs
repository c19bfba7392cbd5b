using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Networks;

/// <summary>How configurations of networks are written as JSON: snake_case, as Hugging Face's config.json is.</summary>
internal static class ConfigJson
{
    /// <summary>Fields that aren't known are passed over: Hugging Face's files hold many that concern only its own library.</summary>
    public static JsonSerializerOptions Lenient { get; } = Options(JsonUnmappedMemberHandling.Skip);

    /// <summary>Every field must be known.</summary>
    public static JsonSerializerOptions Strict { get; } = Options(JsonUnmappedMemberHandling.Disallow);

    /// <summary>Reads a configuration; errors name the field.</summary>
    /// <exception cref="ModelFormatException">It isn't valid JSON, or a field has the wrong type.</exception>
    public static T Parse<T>(string json, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, options) ?? throw new ModelFormatException("The configuration of a network must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"The configuration of a network can't be read at {e.Path ?? "$"}: {e.Message}", e);
        }
    }

    private static JsonSerializerOptions Options(JsonUnmappedMemberHandling unknown) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = unknown,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };
}
