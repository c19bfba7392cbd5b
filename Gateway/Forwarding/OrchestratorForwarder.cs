using System.Diagnostics.CodeAnalysis;
using System.Net;
using MctsAspire.Gateway.Audit;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Hosting;
using MctsAspire.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>
/// Hands requests that were let in on to an Orchestrator, and its answers back as they come. A request that did not get through goes to another one when that can't do anything twice:
/// nothing of it was sent, or it only looks something up.
/// </summary>
internal sealed partial class OrchestratorForwarder(
    IHttpForwarder forwarder,
    OrchestratorConnections connections,
    OrchestratorTransformer transformer,
    Destinations destinations,
    ForwardingSettings settings,
    Drain drain,
    ILogger<OrchestratorForwarder> logger)
{
    private const int ClientClosedRequest = 499;

    private readonly ForwarderRequestConfig _lookup = ConfigWith(settings.LookupTimeout);
    private readonly ForwarderRequestConfig _work = ConfigWith(settings.WorkTimeout);

    /// <summary>Reads and checks the body, and passes on the very bytes that were checked.</summary>
    /// <typeparam name="T">What the body must be.</typeparam>
    /// <param name="context">The request.</param>
    /// <param name="check">Checks what the record's own bounds can't say.</param>
    /// <param name="maximumBytes">Bytes of the body at most.</param>
    /// <param name="affinity">What the request shares with those that must go the same way; <see langword="null"/>: none must.</param>
    public async Task ForwardJsonAsync<T>(HttpContext context, Action<T>? check = null, int maximumBytes = StrictJson.DefaultMaximumBytes, Func<T, string?>? affinity = null)
    {
        RefuseEncodedBody(context.Request);
        RequestBody.RequireJson(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, maximumBytes, context.RequestAborted);
        var record = StrictJson.Parse<T>(body);
        check?.Invoke(record);
        AuditedQuery.Note(context, record);

        await SendAsync(context, body, affinity?.Invoke(record));
    }

    /// <summary>Passes a body on that the Orchestrator checks. Where there are several of them it is read first, for the conversation that it belongs to.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maximumBytes">Bytes of the body at most.</param>
    public async Task ForwardConversationAsync(HttpContext context, int maximumBytes)
    {
        if (destinations.All.Count == 1)
        {
            await ForwardAsync(context);
            return;
        }

        RefuseEncodedBody(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, maximumBytes, context.RequestAborted);
        await SendAsync(context, body, ConversationField.Of(body));
    }

    /// <summary>Passes the request on, its body as it arrives. One without a body is given as long as a look-up may take, unless it is said to be work.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isWork">Whether the Orchestrator may work on it for long.</param>
    public Task ForwardAsync(HttpContext context, bool isWork = false)
    {
        RefuseEncodedBody(context.Request);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            context.Request.Body = new ArrivingBody(context.Request.Body);
        return SendAsync(context, isWork || HttpMethods.IsPost(context.Request.Method) ? _work : _lookup);
    }

    /// <summary>Passes a request without a body on to the Orchestrator that knows what it is about, which one of them all may.</summary>
    /// <param name="context">The request.</param>
    public Task ForwardToHolderAsync(HttpContext context)
    {
        if (destinations.All.Count > 1)
            context.Features.Set(new HolderSearch());
        return ForwardAsync(context, isWork: true);
    }

    /// <summary>What a request is answered with that no answer came to, or none that makes sense.</summary>
    public static ServiceUnavailableException Unreachable() => new("The orchestrator service can't be reached; ask again soon.");

    private static ForwarderRequestConfig ConfigWith(TimeSpan timeout) => new()
    {
        ActivityTimeout = timeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static void RefuseEncodedBody(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count > 0 && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
            throw new UnsupportedMediaTypeException("content-encoding: must be absent; send the body as it is.");
    }

    private Task SendAsync(HttpContext context, byte[] body, string? affinity)
    {
        context.Request.Body = new MemoryStream(body, writable: false);
        context.Request.ContentLength = body.Length;
        context.Request.Headers.TransferEncoding = default;
        return SendAsync(context, _work, affinity);
    }

    private async Task SendAsync(HttpContext context, ForwarderRequestConfig config, string? affinity = null)
    {
        var isAlone = destinations.All.Count == 1;
        var holder = isAlone ? null : context.Features.Get<HolderSearch>();
        var shared = isAlone || affinity is null ? null : $"{context.User.Identity?.Name}\n{affinity}";
        var tried = 0UL;
        var destination = destinations.Choose(tried, shared)!;
        while (true)
        {
            tried |= 1UL << destination.Index;
            var mayBeElsewhere = !isAlone && destinations.HasOthers(tried);
            if (holder is not null)
                (holder.HasMore, holder.IsNotThere) = (mayBeElsewhere, false);

            var error = await SendOnceAsync(context, config, destination);
            if (error == ForwarderError.None)
            {
                if (context.Features.Get<BrokenAnswer>() is { } broken)
                    Judge(destination, broken);
                else
                    destination.Answered();
                if (holder is not { IsNotThere: true })
                    return;
            }
            else if (!Judge(context, destination, error) || !mayBeElsewhere)
            {
                if (!context.Response.HasStarted)
                    await AnswerAsync(context, error);
                else if (BrokenBy(context, error) is { } broken)
                    context.Features.Set(broken);
                return;
            }

            // Nothing of an answer is set but the status.
            context.Response.StatusCode = StatusCodes.Status200OK;
            if (context.Request.Body is MemoryStream body)
                body.Position = 0;
            destination = destinations.Choose(tried, shared)!;
        }
    }

    private async ValueTask<ForwarderError> SendOnceAsync(HttpContext context, ForwarderRequestConfig config, Destination destination)
    {
        destination.Begin();
        try
        {
            return await forwarder.SendAsync(context, destination.Address, connections.Invoker, config, transformer, drain.Deadline);
        }
        finally
        {
            destination.End();
        }
    }

    /// <summary>Keeps in mind what a failure says of an Orchestrator.</summary>
    /// <returns>Whether the request may go to another one.</returns>
    private bool Judge(HttpContext context, Destination destination, ForwarderError error)
    {
        var exception = context.GetForwarderErrorFeature()?.Exception;
        // After the answer has begun the request is given up here, which looks as if the client had left.
        var isTheirs = error == ForwarderError.ResponseBodyDestination;
        if (!isTheirs && IsNotTheirs(context, error, exception))
            return false;
        var nothingWasSent = OrchestratorConnections.NothingWasSent(exception);
        destination.Failed(nothingWasSent);
        LogFailure(error, destination.Address, exception?.Message);
        if (context.Response.HasStarted)
            return false;
        var isSafe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return nothingWasSent || (isSafe && error is ForwarderError.Request or ForwarderError.ResponseHeaders);
    }

    private void Judge(Destination destination, BrokenAnswer broken)
    {
        if (broken.IsOrchestrators)
            destination.Failed(isUnreachable: false);
        LogBrokenOff(destination.Address, broken.Cause);
    }

    private bool IsNotTheirs(HttpContext context, ForwarderError error, Exception? exception) =>
        context.RequestAborted.IsCancellationRequested || drain.Deadline.IsCancellationRequested || error == ForwarderError.RequestBodyClient || IsStalled(context, error)
        || TryFindBadRequest(exception, out _);

    // Whether the time was over before all of the body had arrived.
    private static bool IsStalled(HttpContext context, ForwarderError error) =>
        context.Request.Body is ArrivingBody { IsWhole: false }
        && (error == ForwarderError.RequestTimedOut || (error == ForwarderError.RequestBodyClient && context.Response.StatusCode == StatusCodes.Status408RequestTimeout));

    /// <summary>What broke off an answer that had begun; <see langword="null"/>: it is whole, or the client has left.</summary>
    private BrokenAnswer? BrokenBy(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.ResponseBodyDestination => BrokenAnswer.Cut(context.GetForwarderErrorFeature()?.Exception?.Message),
        ForwarderError.ResponseBodyCanceled when drain.Deadline.IsCancellationRequested => BrokenAnswer.Stopping(),
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context, ForwarderError error)
    {
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = ClientClosedRequest;
            return;
        }

        if (TryFindBadRequest(exception, out var bad))
            throw bad;
        if (IsStalled(context, error) && !drain.Deadline.IsCancellationRequested)
            throw new BadHttpRequestException("The body stopped arriving.", StatusCodes.Status408RequestTimeout, exception!);
        if (error == ForwarderError.RequestBodyClient)
            throw new ValidationException(RequestBody.FieldName, "breaks off, or is not framed as HTTP says", exception);

        context.Response.ContentLength = null;
        // That of an answer that would have changed the protocol.
        context.Response.Headers.Remove(HeaderNames.Connection);
        context.Response.Headers.Remove(HeaderNames.Upgrade);
        await context.WriteErrorAsync(error switch
        {
            _ when drain.Deadline.IsCancellationRequested => BrokenAnswer.Stopping().Failure,
            ForwarderError.RequestTimedOut => new OperationTimeoutException("The orchestrator service did not answer in time."),
            _ => Unreachable(),
        });
    }

    private static bool TryFindBadRequest(Exception? exception, [NotNullWhen(true)] out BadHttpRequestException? bad)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var found = (cause as AggregateException)?.Flatten().InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault()
                ?? cause as BadHttpRequestException;
            if (found is not null)
            {
                bad = found;
                return true;
            }
        }

        bad = null;
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forwarding failed: {Error} at {Address}, {Reason}")]
    private partial void LogFailure(ForwarderError error, string address, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer broke off that {Address} had begun: {Reason}")]
    private partial void LogBrokenOff(string address, string reason);
}
