using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace MctsAspire.Gateway.Documentation;

/// <summary>An answer that is made once and is the same for everybody: kept compressed, and sent only to who does not have it.</summary>
internal sealed class CachedBody
{
    private readonly string _contentType;
    private readonly byte[] _compressed;
    private readonly string _tag;

    public CachedBody(ReadOnlySpan<byte> body, string contentType)
    {
        _contentType = contentType;
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(body);
        _compressed = compressed.ToArray();
    }

    public async Task WriteAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = _tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (request.Headers.IfNoneMatch == _tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _contentType;
        if (request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = _compressed.Length;
            await response.Body.WriteAsync(_compressed, context.RequestAborted);
            return;
        }

        await using var body = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        await body.CopyToAsync(response.Body, context.RequestAborted);
    }
}
