using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client.Wire;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// A call without its message types: sends the request, watches deadline and cancellation, and settles on one status.
/// The first who calls <see cref="Finish"/> decides; everyone else gets that status.
/// </summary>
internal abstract partial class GrpcCall : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly MethodTarget _target;
    private readonly string? _host;
    private readonly DateTime _deadline;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _parentRegistration;
    private TaskCompletionSource<Metadata>? _headersWaiter;
    private ICompressionProvider? _requestCompression;
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _response;
    private ITimer? _timer;
    private Activity? _activity;
    private Metadata? _trailers;
    private Status _status;
    private bool _endedByServer;
    private volatile bool _finished;

    protected GrpcCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
    {
        Channel = channel;
        Method = method;
        Options = options;
        Token = _cancellation.Token;
        _host = host;
        _target = channel.TargetOf(method);
        var parent = options.PropagationToken as PropagatedContext;
        _deadline = Earlier(ToUtc(options.Deadline), parent?.Deadline ?? DateTime.MaxValue);
        _callerRegistration = Register(options.CancellationToken);
        _parentRegistration = Register(parent?.CancellationToken ?? CancellationToken.None);
    }

    public GrpcChannel Channel { get; }

    public IMethod Method { get; }

    public CallOptions Options { get; }

    /// <summary>Set when the call has ended with another status than OK.</summary>
    public CancellationToken Token { get; }

    /// <summary>The error that kept a request message from being sent.</summary>
    public RpcException? RequestError { get; set; }

    public bool IsFinished => _finished;

    /// <summary>Its neighbours among the channel's calls; only for <see cref="ActiveCalls"/>.</summary>
    public ActiveCalls.Links Links { get; set; }

    /// <summary>Whether the method answers with exactly one message.</summary>
    protected bool HasSingleResponse { get; set; }

    public FrameBuilder NewFrameBuilder(WriteOptions? options) =>
        new(Channel.MaxSendMessageSize, options?.Flags.HasFlag(WriteFlags.NoCompress) == true ? null : _requestCompression);

    public Status GetStatus() => _finished ? _status : throw new InvalidOperationException("The call has not ended; its status is not known yet.");

    public Metadata GetTrailers()
    {
        if (!_finished)
            throw new InvalidOperationException("The call has not ended; its trailers are not known yet.");
        return _trailers ??= ReadTrailers();
    }

    public Task<Metadata> GetHeadersAsync()
    {
        lock (_gate)
            _headersWaiter ??= new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
        SettleHeaders();
        return _headersWaiter.Task;
    }

    /// <summary>Cancels the call unless it has ended.</summary>
    public void Dispose() => Finish(new Status(StatusCode.Cancelled, "The call or its channel was disposed."));

    public void Cancel() => Finish(new Status(StatusCode.Cancelled, "The call was cancelled."));

    /// <summary>The exception for the status of a call that has ended.</summary>
    public Exception Failure(Exception? cause = null) =>
        Channel.ThrowOperationCanceled && !_endedByServer && _status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
            ? new OperationCanceledException(_status.Detail, cause, Options.CancellationToken.IsCancellationRequested ? Options.CancellationToken : Token)
            : new RpcException(_status, GetTrailers());

    /// <summary>Ends the call because of an error, unless it has ended already, and gives the exception for its status.</summary>
    public Exception Fail(Exception error)
    {
        Finish(StatusOf(error));
        return Failure(error);
    }

    /// <summary>The status that an error stands for.</summary>
    public Status StatusOf(Exception error)
    {
        var status = RequestError?.Status ?? (error is RpcException rpc ? rpc.Status : TransportError.ToStatus(error));
        // The server gives up at the same deadline, and its reset may be here before the timer fires.
        return status.StatusCode == StatusCode.Cancelled && IsExpired() ? Expired() : status;
    }

    /// <summary>Settles the status, lets go of the connection and tells who waits.</summary>
    public void Finish(Status status) => Settle(status, byServer: false);

    private void Settle(Status status, bool byServer)
    {
        lock (_gate)
        {
            if (_finished)
                return;
            _status = status;
            _endedByServer = byServer;
            _finished = true;
        }

        Channel.Calls.Remove(this);
        OnFinished(status);
        _callerRegistration.Unregister();
        _parentRegistration.Unregister();
        _timer?.Dispose();
        if (status.StatusCode != StatusCode.OK)
        {
            // Ends reads and writes that are under way, and with them the HTTP/2 stream.
            _cancellation.Cancel();
            LogFailed(Channel.Logger, Method.FullName, status.StatusCode, status.Detail);
        }

        _cancellation.Dispose();
        _response?.Dispose();
        _request?.Dispose();
        SettleHeaders();
        StopActivity(status.StatusCode);
    }

    /// <summary>Ends the call by the status in the trailers.</summary>
    protected void FinishByTrailers(bool hasMessage)
    {
        var status = ResponseMetadata.Status(_response!.TrailingHeaders)
            ?? new Status(StatusCode.Unknown, "The server ended the call without a grpc-status.");
        FinishByServer(status, hasMessage);
    }

    protected abstract void OnFinished(Status status);

    private void FinishByServer(Status status, bool hasMessage)
    {
        if (status.StatusCode == StatusCode.OK && HasSingleResponse && !hasMessage)
            status = new Status(StatusCode.Unimplemented, "The server sent no message; the method answers with one.");
        Settle(status, byServer: true);
    }

    private CancellationTokenRegistration Register(CancellationToken token) =>
        token.CanBeCanceled ? token.UnsafeRegister(static call => ((GrpcCall)call!).Cancel(), this) : default;

    private void SettleHeaders()
    {
        if (_headersWaiter is not { } waiter || waiter.Task.IsCompleted)
            return;
        if (_response is { } response)
            waiter.TrySetResult(ResponseMetadata.Read(response.Headers));
        else if (_finished && waiter.TrySetException(Failure()))
            _ = waiter.Task.Exception; // Asked for is not awaited: the error is not to surface as unobserved.
    }

    private Metadata ReadTrailers()
    {
        if (!_endedByServer || _response is not { } response)
            return Metadata.Empty;
        // Without a body, the trailers came as headers.
        return ResponseMetadata.Read(response.Headers.NonValidated.Contains(Names.Status) ? response.Headers : response.TrailingHeaders);
    }

    // Stopping a span makes its parent current, which is right only where the span itself is.
    private void StopActivity(StatusCode code)
    {
        if (_activity is not { } activity)
            return;
        Telemetry.SetStatus(activity, code, isError: code != StatusCode.OK);
        var current = Activity.Current;
        activity.Stop();
        if (current != activity)
            Activity.Current = current;
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} ended with {StatusCode}: {Detail}")]
    private static partial void LogFailed(ILogger logger, string method, StatusCode statusCode, string detail);
}
