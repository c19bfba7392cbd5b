using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The status of a call that failed below gRPC, as the protocol maps it.</summary>
internal static class TransportError
{
    /// <summary>The status for an error of the HTTP layer.</summary>
    public static Status ToStatus(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException reset)
                return new Status(FromHttp2((long)reset.ErrorCode), $"The HTTP/2 stream or connection was reset with the error code {reset.ErrorCode}.", error);
        }

        var code = error is HttpRequestException request ? FromRequest(request) : error is IOException or SocketException ? StatusCode.Unavailable : StatusCode.Internal;
        return new Status(code, $"The call failed: {Describe(error)}", error);
    }

    /// <summary>The status for a response that carries none.</summary>
    public static StatusCode FromHttp(HttpStatusCode code) => (int)code switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    private static StatusCode FromHttp2(long code) => code switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    private static StatusCode FromRequest(HttpRequestException error)
    {
        switch (error.HttpRequestError)
        {
            case HttpRequestError.NameResolutionError:
            case HttpRequestError.ConnectionError:
            case HttpRequestError.SecureConnectionError:
            case HttpRequestError.ProxyTunnelError:
            case HttpRequestError.ResponseEnded:
                return StatusCode.Unavailable;
            case HttpRequestError.ConfigurationLimitExceeded:
                return StatusCode.ResourceExhausted;
        }

        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or IOException)
                return StatusCode.Unavailable;
        }

        return StatusCode.Internal;
    }

    private static string Describe(Exception error) =>
        error.InnerException is { } inner && !error.Message.Contains(inner.Message, StringComparison.Ordinal) ? $"{error.Message} {Describe(inner)}" : error.Message;
}
