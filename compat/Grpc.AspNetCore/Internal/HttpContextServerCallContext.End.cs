using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Client.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <content>Ending the call with a status.</content>
internal sealed partial class HttpContextServerCallContext
{
    private const int ResetNoError = 0x0;
    private const int ResetInternalError = 0x2;
    private const int ResetCancel = 0x8;

    private static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "The deadline passed before the call ended.");
    private static readonly StringValues[] StatusTexts =
        [.. Enumerable.Range(0, (int)StatusCode.Unauthenticated + 1).Select(code => new StringValues(code.ToString(CultureInfo.InvariantCulture)))];

    // A client that does not read keeps the answer to its deadline waiting no longer than this.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>Ends the call after its method: with the status that it chose, or the one that its exception stands for.</summary>
    public async ValueTask EndAsync(Exception? error)
    {
        if (_deadline is null)
        {
            End(error);
            return;
        }

        await _deadline.Gate.WaitAsync(CancellationToken.None);
        try
        {
            if (!_ended)
                End(error);
        }
        finally
        {
            _deadline.Gate.Release();
            _deadline.Dispose();
        }
    }

    /// <summary>Answers with DEADLINE_EXCEEDED, whether the method heeds its token or not.</summary>
    public async Task ExceedDeadlineAsync()
    {
        _deadline!.Pass();
        // A write that waits for the client is ended by the token, and so does not hold the gate for long.
        await _deadline.Gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_ended)
                return;
            LogDeadlineExceeded(_logger, _method.FullName);
            _status = DeadlineExceeded;
            WriteStatus();
            var reset = HttpContext.Features.Get<IHttpResetFeature>();
            var answer = HttpContext.Response.CompleteAsync();
            try
            {
                await answer.WaitAsync(AnswerTime);
                reset?.Reset(ResetNoError);
            }
            catch (TimeoutException)
            {
                reset?.Reset(ResetCancel);
                await answer;
            }
        }
        catch (Exception error)
        {
            // There is nobody above to tell; the request ends with its method.
            LogAnswerFailed(_logger, _method.FullName, error);
        }
        finally
        {
            _deadline.Gate.Release();
        }
    }

    private void End(Exception? error)
    {
        if (error is not null)
            _status = StatusOf(error);
        WriteStatus();
        if (_writer is { IsBroken: true })
            HttpContext.Features.Get<IHttpResetFeature>()?.Reset(ResetInternalError);
    }

    private Status StatusOf(Exception error)
    {
        if (_deadline is { HasPassed: true })
            return DeadlineExceeded;
        if (error is RpcException rpc)
        {
            foreach (var entry in rpc.Trailers)
                ResponseTrailersCore.Add(entry);
            LogFailed(_logger, _method.FullName, rpc.StatusCode, rpc.Status.Detail);
            return rpc.Status;
        }

        if (IsAborted)
        {
            LogCancelled(_logger, _method.FullName);
            return Status.DefaultCancelled;
        }

        LogThrew(_logger, _method.FullName, error);
        return new Status(StatusCode.Unknown, _options.DetailedErrors ? $"The method threw {error.GetType().Name}: {error.Message}" : "The method threw an exception.", error);
    }

    // Once: it closes the call for all further writes.
    private void WriteStatus()
    {
        _ended = true;
        var response = HttpContext.Response;
        if (_announceEncodings && !response.HasStarted)
            response.Headers.GrpcAcceptEncoding = _options.Codecs.Accepted;
        var target = response.HasStarted ? HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : response.Headers;
        if (target is { IsReadOnly: false })
        {
            WriteStatus(target, _status);
            foreach (var entry in _responseTrailers ?? Metadata.Empty)
            {
                if (Names.IsProtocol(entry.Key) || !RequestMetadata.TryAppend(target, entry))
                    LogTrailerDropped(_logger, _method.FullName, entry.Key);
            }
        }

        if (HttpContext.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
            Telemetry.SetStatus(activity, _status.StatusCode, isError: IsServerError(_status.StatusCode));
    }

    internal static void WriteStatus(IHeaderDictionary target, Status status)
    {
        var code = (int)status.StatusCode;
        target.GrpcStatus = (uint)code < (uint)StatusTexts.Length ? StatusTexts[code] : StatusTexts[(int)StatusCode.Unknown];
        if (!string.IsNullOrEmpty(status.Detail))
            target.GrpcMessage = StatusText.Encode(status.Detail);
    }

    // The codes that OpenTelemetry counts as the server's fault.
    private static bool IsServerError(StatusCode code) =>
        code is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {StatusCode}: {Detail}")]
    private static partial void LogFailed(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(3, LogLevel.Debug, "{Method} was cancelled by the client.")]
    private static partial void LogCancelled(ILogger logger, string method);

    [LoggerMessage(4, LogLevel.Error, "{Method} threw an exception.")]
    private static partial void LogThrew(ILogger logger, string method, Exception error);

    [LoggerMessage(5, LogLevel.Debug, "{Method} exceeded its deadline.")]
    private static partial void LogDeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(6, LogLevel.Debug, "The answer to the deadline of {Method} could not be sent.")]
    private static partial void LogAnswerFailed(ILogger logger, string method, Exception error);

    [LoggerMessage(7, LogLevel.Warning, "{Method} has the trailer '{Key}', whose key is reserved or whose value is not printable ASCII; it is not sent.")]
    private static partial void LogTrailerDropped(ILogger logger, string method, string key);
}
