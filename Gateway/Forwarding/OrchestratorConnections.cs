using System.Net;
using System.Net.Sockets;
using System.Text;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.Gateway.Forwarding;

/// <summary>The connections to the Orchestrators.</summary>
internal sealed class OrchestratorConnections : IDisposable
{
    private readonly ForwardingSettings _settings;
    private readonly TimeProvider _time;

    public OrchestratorConnections(ForwardingSettings settings, IOptions<FrameworkSettings> framework, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        MakesSpans = framework.Value.OtlpEndpoint is not null;
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = MakesSpans ? new TraceParentPropagator() : null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            // Sooner than the Orchestrator closes them, so that a request seldom meets one that is just being closed.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),
            // So that a name that gets another address is looked up again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // A client's header may hold any text, as it came.
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            UseCookies = false,
            UseProxy = false,
        });
    }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Whether each request gets a span of its own, which says to the Orchestrator what trace it belongs to. Where nobody collects spans none is made.</summary>
    public bool MakesSpans { get; }

    /// <summary>Whether a failure says that nothing of the request was sent.</summary>
    public static bool NothingWasSent(Exception? failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    };

    public void Dispose() => Invoker.Dispose();

    // With a time limit that ends as a failure to connect: the handler's own can't be told from an answer that took too long.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var deadline = new CancellationTokenSource(_settings.ConnectTimeout, _time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, stop.Token);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new SocketException((int)SocketError.TimedOut);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
