using System.IO.Compression;
using System.Text;
using Swashbuckle.AspNetCore.ReDoc;

namespace MctsAspire.Gateway.Documentation;

/// <summary>ReDoc's script without the picture that it loads from its maker's server: the pages must work, and tell nobody, without the internet.</summary>
internal sealed class RedocScript
{
    private const string Resource = "Swashbuckle.AspNetCore.ReDoc.node_modules.redoc.bundles.redoc.standalone.js";
    private const string Picture = "https://cdn.redoc.ly/redoc/logo-mini.svg";
    private const string NoPicture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";

    private readonly Lazy<CachedBody> _body = new(Read);

    public Task WriteAsync(HttpContext context) => _body.Value.WriteAsync(context);

    private static CachedBody Read()
    {
        using var resource = typeof(ReDocOptions).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The package of ReDoc has no {Resource} any more.");
        using var plain = new StreamReader(new GZipStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        return new CachedBody(Encoding.UTF8.GetBytes(plain.ReadToEnd().Replace(Picture, NoPicture, StringComparison.Ordinal)), "text/javascript; charset=utf-8");
    }
}
