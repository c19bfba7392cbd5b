using System.Collections.Concurrent;
using Grpc.Net.Client;
using MctsAspire.Protos.Mcts;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>Finds the simulators that the operator has configured.</summary>
internal sealed class SimulatorDirectory(IOptions<SimulatorSettings> settings) : IDisposable
{
    /// <summary>The largest message to or from a simulator.</summary>
    public const int MaxMessageBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> _channels = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long a call may take.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(settings.Value.SimulatorTimeoutSeconds);

    /// <summary>The names of the simulators, in alphabetical order.</summary>
    public IEnumerable<string> Names => settings.Value.Simulators.Keys.Order(StringComparer.Ordinal);

    /// <summary>A client of the simulator of that name.</summary>
    /// <exception cref="ValidationException">The operator has configured no such simulator.</exception>
    public Simulator.SimulatorClient Find(string name)
    {
        if (!settings.Value.Simulators.TryGetValue(name, out var address))
        {
            throw new ValidationException(
                "problem.simulator",
                settings.Value.Simulators.Count == 0
                    ? "must name a simulator, and the operator has configured none: set Search__Simulators__<name>=http://host:port"
                    : $"must be one of {string.Join(", ", Names)}: only simulators that the operator has configured are called");
        }

        return new(_channels.GetOrAdd(name, _ => new(() => Open(address))).Value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var channel in _channels.Values.Where(channel => channel.IsValueCreated))
            channel.Value.Dispose();
    }

    private static GrpcChannel Open(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = MaxMessageBytes,
        MaxSendMessageSize = MaxMessageBytes,
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
        },
    });
}
