using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Wire;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client.Internal;

/// <content>Sending the request and judging the response's headers.</content>
internal abstract partial class GrpcCall
{
    // A timer's limit; a deadline beyond it needs no timer.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
    private static readonly string UserAgent = $"grpc-dotnet/{typeof(GrpcCall).Assembly.GetName().Version!.ToString(3)} (.NET {Environment.Version})";


    /// <summary>Sends the request and waits for the response's headers.</summary>
    /// <returns>The response; null when the call has ended with it, by an error or by a status without a body.</returns>
    protected async Task<HttpResponseMessage?> SendAsync(HttpContent content)
    {
        try
        {
            if (!Channel.Calls.TryAdd(this))
                Dispose();
            // One that ended before it was listed has not taken itself out.
            if (_finished)
                Channel.Calls.Remove(this);
            _activity = Telemetry.StartCall(Method, _target.ActivityName);
            _requestCompression = FindCompression();
            _request = NewRequest(content, StartTimer());
            if ((Options.Credentials ?? Channel.CallCredentials) is not null)
                await AddCredentialsAsync(_request).ConfigureAwait(false);
            if (_finished)
            {
                StopActivity(_status.StatusCode);
                return null;
            }

            var response = await Channel.SendAsync(_request, Token).ConfigureAwait(false);
            lock (_gate)
                _response = response;
            if (_finished)
            {
                response.Dispose();
                return null;
            }

            SettleHeaders();
            if (Judge(response) is not { } status)
                return response;
            FinishByServer(status, hasMessage: false);
            return null;
        }
        catch (Exception error)
        {
            Finish(StatusOf(error));
            return null;
        }
    }

    private ICompressionProvider? FindCompression()
    {
        if (Options.Headers?.Get(Names.RequestedEncoding)?.Value is not { } name || name == Names.Identity)
            return null;
        return Channel.Codecs.Find(name)
            ?? throw new RpcException(new Status(StatusCode.Internal, $"The channel can't compress as '{name}'; use one of {Channel.Codecs.Accepted}, or add a provider."));
    }

    private static DateTime ToUtc(DateTime? deadline) => deadline switch
    {
        null => DateTime.MaxValue,
        { } time when time == DateTime.MaxValue || time == DateTime.MinValue || time.Kind == DateTimeKind.Utc => time,
        _ => throw new InvalidOperationException("A deadline must be in UTC; use DateTime.UtcNow.Add(...)."),
    };

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    // The status of a response whose headers already end the call.
    private static Status? Judge(HttpResponseMessage response)
    {
        if (ResponseMetadata.Status(response.Headers) is { } status)
            return status;
        if (response.StatusCode != HttpStatusCode.OK)
            return new Status(TransportError.FromHttp(response.StatusCode), $"The server answered with the HTTP status {(int)response.StatusCode} and no grpc-status.");
        var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : "";
        return Names.IsGrpc(contentType)
            ? null
            : new Status(StatusCode.Unknown, $"The server answered with the content type '{contentType}'; gRPC needs {Names.ContentType}.");
    }

    private TimeSpan? StartTimer()
    {
        if (_deadline == DateTime.MaxValue)
            return null;
        var timeout = _deadline - Channel.Clock.GetUtcNow().UtcDateTime;
        if (timeout <= TimeSpan.Zero)
        {
            Finish(Expired());
        }
        else if (timeout <= LongestTimer)
        {
            // Rounded up, since a timer has whole milliseconds and must not be early.
            var due = TimeSpan.FromMilliseconds(Math.Ceiling(timeout.TotalMilliseconds));
            _timer = Channel.Clock.CreateTimer(static call => ((GrpcCall)call!).Finish(Expired()), this, due, Timeout.InfiniteTimeSpan);
            if (_finished)
                _timer.Dispose();
        }

        return timeout;
    }

    private bool IsExpired() => _deadline != DateTime.MaxValue && Channel.Clock.GetUtcNow().UtcDateTime >= _deadline;

    private static Status Expired() => new(StatusCode.DeadlineExceeded, "The deadline passed before the call ended.");

    private HttpRequestMessage NewRequest(HttpContent content, TimeSpan? timeout)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _target.Uri)
        {
            Content = content,
            Version = Channel.HttpVersion,
            VersionPolicy = Channel.HttpVersionPolicy,
        };
        var headers = request.Headers;
        if (timeout is { } time)
            headers.TryAddWithoutValidation(Names.Timeout, TimeoutHeader.Format(time));
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(Names.AcceptEncoding, Channel.Codecs.Accepted);
        if (_requestCompression is not null)
            headers.TryAddWithoutValidation(Names.Encoding, _requestCompression.EncodingName);
        if (_host is not null)
            headers.Host = _host;
        if (Options.Headers is { Count: > 0 } metadata)
            AddMetadata(request, metadata);
        return request;
    }

    private static void AddMetadata(HttpRequestMessage request, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (Names.IsProtocol(entry.Key) || entry.Key == Names.RequestedEncoding)
                continue;
            var value = entry.IsBinary ? BinaryValue.Encode(entry.Bytes) : entry.Value;
            if (!Names.IsHeaderText(value))
                throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{entry.Key}' holds characters other than printable ASCII; use a key that ends in '{Metadata.BinaryHeaderSuffix}'."));
            request.Headers.TryAddWithoutValidation(entry.Key, value);
        }
    }

    private async Task AddCredentialsAsync(HttpRequestMessage request)
    {
        if (!Channel.IsSecure && !Channel.UseInsecureCredentials)
        {
            LogCredentialsNotSent(Channel.Logger, Method.FullName);
            return;
        }

        var context = new AuthInterceptorContext(_target.ServiceUrl, Method.Name, Token);
        var metadata = new Metadata();
        foreach (var credentials in new[] { Channel.CallCredentials, Options.Credentials })
        {
            if (credentials is not null)
                await CallCredentialsReader.ApplyAsync(credentials, context, metadata).ConfigureAwait(false);
        }

        AddMetadata(request, metadata);
    }

    [LoggerMessage(2, LogLevel.Warning, "The call credentials of {Method} are not sent, since the channel is not encrypted.")]
    private static partial void LogCredentialsNotSent(ILogger logger, string method);
}
