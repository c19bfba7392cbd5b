using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text.Unicode;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Reads the bytes of a request's body, within a bound.</summary>
public static class RequestBody
{
    /// <summary>The field's name that stands for a whole body in messages.</summary>
    public const string FieldName = "body";

    /// <summary>Refuses a request whose content type is not JSON in UTF-8.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="UnsupportedMediaTypeException">The content type is another one, or absent.</exception>
    public static void RequireJson(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var contentType = request.ContentType;
        if (string.Equals(contentType, "application/json", StringComparison.OrdinalIgnoreCase))
            return;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            || (type.CharSet is { } charset && !string.Equals(charset.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)))
            throw new UnsupportedMediaTypeException("content-type: must be application/json in UTF-8.");
    }

    /// <summary>Reads the whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maximumBytes">Bytes of the body at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The bytes as they arrived.</returns>
    /// <exception cref="PayloadTooLargeException">The body is larger than <paramref name="maximumBytes"/>.</exception>
    /// <exception cref="ServiceUnavailableException">The service has to end before the body is there.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, int maximumBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > maximumBytes)
            throw TooLarge(maximumBytes);

        var reader = request.BodyReader;
        // A body that is still on its way when the service has to end is not waited for.
        var stopping = request.HttpContext.RequestServices?.GetService<Drain>()?.Deadline ?? default;
        await using var stop = stopping.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
        while (true)
        {
            var result = await ReadAsync(reader, cancellationToken);
            var buffer = result.Buffer;
            // The server lets go of a read as well when it is told to stop, long before it has to end.
            if (result.IsCanceled && !result.IsCompleted && stopping.IsCancellationRequested)
            {
                reader.AdvanceTo(buffer.End);
                throw new ServiceUnavailableException("The service is stopping; ask again, another one answers.");
            }

            if (buffer.Length > maximumBytes)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(maximumBytes);
            }

            if (result.IsCompleted)
            {
                var bytes = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return bytes;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // A size of a chunk beyond all numbers is no bad request to the server, as every other fault of the body is; nor is a text in what follows the last chunk that may not stand in a header.
    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is InvalidOperationException or (IOException and not BadHttpRequestException))
        {
            throw new ValidationException(FieldName, "breaks off, or is not framed as HTTP says", failure);
        }
    }

    internal static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    internal static void RefuseInvalidText(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
            throw new ValidationException(FieldName, "is empty; send a JSON object");
        if (!Utf8.IsValid(utf8))
            throw new ValidationException(FieldName, "must be valid UTF-8");
    }

    private static PayloadTooLargeException TooLarge(int maximumBytes) =>
        new($"{FieldName}: must have at most {maximumBytes} bytes.");
}
