using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>Leads from a call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    private const string HttpContextKey = "__HttpContext";

    /// <summary>The HTTP request behind a call.</summary>
    /// <param name="serverCallContext">The call. One made by a test has the context in <c>UserState["__HttpContext"]</c>.</param>
    /// <exception cref="InvalidOperationException">The call did not come over HTTP.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        if (serverCallContext is HttpContextServerCallContext call)
            return call.HttpContext;
        return serverCallContext.UserState.TryGetValue(HttpContextKey, out var context) && context is HttpContext http
            ? http
            : throw new InvalidOperationException($"The call did not come over HTTP; a test puts an HttpContext into UserState[\"{HttpContextKey}\"].");
    }
}
