using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Integrations.Http;

/// <summary>Bodies of requests.</summary>
internal static class JsonBody
{
    /// <summary>Names as they are written in the types, nothing for what is null.</summary>
    public static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The body of a value. Its length is stated, as some servers want it.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    public static HttpContent Of<T>(T value)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, Options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
