using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace MctsAspire.Gateway.StartPage;

/// <summary>The page at <c>/</c>: what runs, and where to go on. It holds all that it needs, and its policy lets it load nothing else.</summary>
internal sealed partial class HomePage
{
    private const string Resource = "MctsAspire.Gateway.StartPage.home.html";

    private readonly byte[] _page;
    private readonly string _policy;

    public HomePage(ServiceDefaults.ServiceIdentity identity)
    {
        using var reader = new StreamReader(typeof(HomePage).Assembly.GetManifestResourceStream(Resource)!, Encoding.UTF8);
        var html = reader.ReadToEnd().Replace("{{version}}", identity.Version, StringComparison.Ordinal);
        _page = Encoding.UTF8.GetBytes(html);
        _policy = $"default-src 'none'; connect-src 'self'; img-src data:; style-src {HashOf(Style(), html)}; script-src {HashOf(Script(), html)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    public Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = _page.Length;
        context.Response.Headers.ContentSecurityPolicy = _policy;
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.Body.WriteAsync(_page, context.RequestAborted).AsTask();
    }

    /// <summary>The one inline element, as a policy names it.</summary>
    private static string HashOf(Regex element, string html) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.Match(html).Groups[1].Value)))}'";

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
