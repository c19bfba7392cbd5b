using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves the requests of one method.</summary>
internal abstract class CallHandler(IMethod method, MethodOptions options, GrpcServer server)
{
    // Kestrel's own limit for a body, of about 28.6 MiB, is below what a single large message or a long stream needs.
    private const int KestrelSafeSize = 28 * 1024 * 1024;

    public Task HandleAsync(HttpContext http)
    {
        if (Refusal.Refuse(http))
            return Task.CompletedTask;
        // Routes match in any case; the names of gRPC methods don't. A group of routes may have put a prefix before them.
        if (http.Request.Path.Value?.EndsWith(method.FullName, StringComparison.Ordinal) != true)
            return Refusal.AnswerUnimplemented(http);
        var streamsIn = method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;
        if (streamsIn || options.MaxReceiveMessageSize is null or > KestrelSafeSize)
            LiftBodyLimits(http, streamsIn);
        return RunAsync(new HttpContextServerCallContext(http, method, options, server.Logger, server.Clock));
    }

    protected abstract Task InvokeAsync(HttpContextServerCallContext call);

    private static void LiftBodyLimits(HttpContext http, bool streamsIn)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        // A stream may rest for as long as it likes.
        if (streamsIn && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private async Task RunAsync(HttpContextServerCallContext call)
    {
        Exception? failure = null;
        call.TimeLimit?.Start(call);
        try
        {
            await InvokeAsync(call);
        }
        catch (Exception error)
        {
            // Every exception of a method becomes a status; nothing may reach the HTTP layer, which would drop the answer.
            failure = error;
        }

        await call.EndAsync(failure);
    }
}
