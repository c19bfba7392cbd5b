using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.ServiceDefaults.Hosting;

/// <summary>
/// Lets HEAD go wherever GET does (RFC 9110, section 9.1): routing takes it for a GET, and everything behind routing sees what it is. The server sends no body with the answer, whatever
/// is written. No route has to name it, so that the descriptions of routes don't name everything twice.
/// </summary>
/// <remarks>
/// Methods are told apart by case (section 9.1), which routing and the framework's own questions about methods don't do: <c>get</c> would be served and <c>head</c> be taken for a HEAD to
/// whose answer the server adds no body and yet waits for one. A known method in other letters is therefore one that no route takes.
/// </remarks>
internal sealed class HeadRequests : IStartupFilter
{
    // No route's, and what metrics call a method that is none of the known ones.
    private const string UnknownMethod = "OTHER";

    private static readonly Mark Marked = new();

    /// <summary>Stands in front of routing.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, next) =>
        {
            var method = context.Request.Method;
            if (!HttpMethods.GetCanonicalizedValue(method).Equals(method, StringComparison.Ordinal))
            {
                context.Request.Method = UnknownMethod;
            }
            else if (HttpMethods.IsHead(method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set(Marked);
            }

            return next(context);
        });
        next(app);
    };

    /// <summary>Stands behind routing, in front of what is not about routes.</summary>
    public static Task Restore(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Features.Get<Mark>() is not null)
            context.Request.Method = HttpMethods.Head;
        return next(context);
    }

    // Says of a request that it is a HEAD.
    private sealed class Mark;
}
