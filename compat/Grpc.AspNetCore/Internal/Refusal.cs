using Grpc.Core;
using Grpc.Net.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers to requests that are not gRPC calls, or calls of nothing that exists.</summary>
internal static class Refusal
{
    /// <summary>Answers a request that is not a gRPC call.</summary>
    /// <returns>False: it is one.</returns>
    public static bool Refuse(HttpContext http)
    {
        if (!Names.IsGrpc(http.Request.ContentType))
        {
            // 415, so that no other HTTP client takes an error for a success.
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return true;
        }

        if (HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol))
            return false;
        http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        http.Response.Headers.Upgrade = "HTTP/2";
        return true;
    }

    /// <summary>Answers a call of a method that does not exist.</summary>
    public static Task AnswerUnimplemented(HttpContext http)
    {
        if (Refuse(http))
            return Task.CompletedTask;
        http.Response.ContentType = Names.ContentType;
        HttpContextServerCallContext.WriteStatus(http.Response.Headers, new Status(StatusCode.Unimplemented, $"The method {http.Request.Path} does not exist."));
        return Task.CompletedTask;
    }
}
