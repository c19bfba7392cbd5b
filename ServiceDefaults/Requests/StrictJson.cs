using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Texts;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>
/// Reads request bodies that must be exactly what a record says: anything malformed, unknown, repeated, missing, of a wrong type or
/// out of range is refused with the field's path and what is allowed there. The bounds are the record's validation attributes.
/// </summary>
public static class StrictJson
{
    /// <summary>Bytes of a body unless a route says otherwise.</summary>
    public const int DefaultMaximumBytes = 1024 * 1024;

    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaximumDepth = 32;

    /// <summary>How JSON looks at every door of the system: snake_case names, absent instead of null, times in UTC, text unescaped where JSON allows it.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Reads a record from JSON.</summary>
    /// <typeparam name="T">A record, or a list of records.</typeparam>
    /// <param name="utf8Json">The body: UTF-8, with or without a byte order mark.</param>
    /// <exception cref="ValidationException">The body is not valid; the message names the field and what is allowed.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8Json)
    {
        var shape = JsonShape.For(typeof(T));
        var json = RequestBody.WithoutByteOrderMark(utf8Json);
        RequestBody.RefuseInvalidText(json);
        JsonStructure.Check(json, shape);

        T value;
        try
        {
            value = JsonSerializer.Deserialize<T>(json, Options)!;
        }
        catch (JsonException exception)
        {
            JsonStructure.CheckNames(json);
            throw new ValidationException(JsonPath.FromSerializer(exception.Path), "has a value that can't be read", exception);
        }

        JsonConstraints.Check(value!, shape);
        return value;
    }

    /// <summary>Reads a record from the body of a request.</summary>
    /// <typeparam name="T">A record, or a list of records.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="maximumBytes">Bytes of the body at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ValidationException">The body is not valid; the message names the field and what is allowed.</exception>
    /// <exception cref="UnsupportedMediaTypeException">The content type is not <c>application/json</c> in UTF-8.</exception>
    /// <exception cref="PayloadTooLargeException">The body is larger than <paramref name="maximumBytes"/>.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, int maximumBytes, CancellationToken cancellationToken)
    {
        RequestBody.RequireJson(request);
        var body = await RequestBody.ReadAsync(request, maximumBytes, cancellationToken);
        return Parse<T>(body);
    }

    /// <summary>Reads a record from the body of a request, of <see cref="DefaultMaximumBytes"/> at most.</summary>
    /// <inheritdoc cref="ReadAsync{T}(HttpRequest, int, CancellationToken)"/>
    public static ValueTask<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        ReadAsync<T>(request, DefaultMaximumBytes, cancellationToken);

    /// <summary>Sets options up as <see cref="Options"/> are.</summary>
    internal static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = MaximumDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcTimeConverter());
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
