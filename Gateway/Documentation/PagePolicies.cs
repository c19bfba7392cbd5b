namespace MctsAspire.Gateway.Documentation;

/// <summary>What a browser may do with the pages of the documentation: load from here and from nowhere else.</summary>
internal static class PagePolicies
{
    private const string Common = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Swagger UI.</summary>
    public const string SwaggerUI = $"{Common}; style-src 'self' 'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    /// <summary>ReDoc, which also searches in a worker that it makes itself, and writes its styles.</summary>
    public const string Redoc = $"{Common}; style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'unsafe-hashes' 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='; worker-src blob:";

    /// <summary>Sends a policy with everything under a path, and the page itself at the path, where the packages would send browsers on to another address.</summary>
    public static void UseDocumentationPage(this IApplicationBuilder app, PathString path, string policy) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase),
        pages => pages.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            if (context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is "" or "/")
                context.Request.Path = path.Add("/index.html");
            return next(context);
        }));
}
