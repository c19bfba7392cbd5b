using System.Net.Http.Headers;
using System.Text;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Documents;

/// <summary>Reads the documents that a request brings: one or an array of them as JSON, or one as text.</summary>
internal static class DocumentBody
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The documents in the order of the body, and the place of each in it for messages.</summary>
    /// <exception cref="FrameworkException">The body is not what it should be; the message names the field.</exception>
    public static async Task<IReadOnlyList<(DocumentInput Document, string Place)>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : throw WrongType();
        if (type.CharSet is { } charset && !charset.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw WrongType();

        switch (type.MediaType?.ToLowerInvariant())
        {
            case "application/json":
                AddressParameters.RefuseOthers(request);
                return Parse(await RequestBody.ReadAsync(request, Limits.DocumentsBodyBytes, cancellationToken));
            case "text/markdown" or "text/plain":
                AddressParameters.RefuseOthers(request, "id", "title");
                var text = Decode(await RequestBody.ReadAsync(request, Limits.DocumentBytes, cancellationToken));
                var given = new DocumentInput
                {
                    Id = AddressParameters.Text(request, "id"),
                    Title = AddressParameters.Text(request, "title") ?? MarkdownTitle.Of(text) ?? throw NoWords(RequestBody.FieldName),
                    Text = text,
                };

                // Once through JSON: the same bounds, in the same words, as for a document that came as JSON.
                return [(StrictJson.Parse<DocumentInput>(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(given, StrictJson.Options)), "")];
            default:
                throw WrongType();
        }
    }

    /// <summary>The failure of a document in which nothing could be found.</summary>
    public static ValidationException NoWords(string field) => new(field, "must hold more than white space");

    private static IReadOnlyList<(DocumentInput Document, string Place)> Parse(ReadOnlySpan<byte> body)
    {
        var json = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!json.TrimStart(" \t\r\n"u8).StartsWith("["u8))
            return [(StrictJson.Parse<DocumentInput>(json), "")];

        var documents = StrictJson.Parse<List<DocumentInput>>(json);
        if (documents.Count == 0)
            throw new ValidationException(RequestBody.FieldName, "must hold at least one document");
        return [.. documents.Select((document, index) => (document, FormattableString.Invariant($"[{index}].")))];
    }

    private static string Decode(ReadOnlySpan<byte> body)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body))
            throw new ValidationException(RequestBody.FieldName, "must be text in UTF-8");
        if (body.Contains((byte)0))
            throw new ValidationException(RequestBody.FieldName, "must not hold the NUL character");

        return Utf8.GetString(body.StartsWith("\uFEFF"u8) ? body[3..] : body);
    }

    private static UnsupportedMediaTypeException WrongType() => new("content-type: must be application/json, text/markdown or text/plain, in UTF-8.");
}
