using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>The OpenAPI document. Routes do not change while the service runs, so that it is made once, by the first one who asks; making it takes far longer than any other answer.</summary>
internal sealed class OpenApiDocumentCache([FromKeyedServices(OpenApiDocumentCache.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>What the framework calls the document.</summary>
    public const string Name = "v1";

    private readonly Lock _lock = new();
    private Task<CachedBody>? _document;

    public async Task WriteAsync(HttpContext context)
    {
        Task<CachedBody> document;
        lock (_lock)
        {
            // One that failed is tried again.
            if (_document is null or { IsFaulted: true } or { IsCanceled: true })
                _document = Task.Run(MakeAsync);
            document = _document;
        }

        await (await document.WaitAsync(context.RequestAborted)).WriteAsync(context);
    }

    private async Task<CachedBody> MakeAsync()
    {
        // For all who wait: nobody's leaving stops it.
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return new CachedBody(json.ToArray(), "application/json; charset=utf-8");
    }
}
