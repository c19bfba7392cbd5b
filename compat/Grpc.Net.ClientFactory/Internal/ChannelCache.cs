using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>One channel, with its interceptors, for each registered client. It lives as long as the application, and its connections with it.</summary>
internal sealed class ChannelCache(
    IServiceScopeFactory scopes,
    IHttpMessageHandlerFactory handlers,
    IOptionsMonitor<GrpcClientFactoryOptions> options,
    ILoggerFactory loggers) : IDisposable
{
    // As many entries as clients are registered; other names fail.
    private readonly ConcurrentDictionary<(string Name, Type Client), Lazy<Entry>> _entries = new();

    public CallInvoker Get(string name, Type client) =>
        _entries.GetOrAdd((name, client), static (key, cache) => new Lazy<Entry>(() => cache.Create(key.Name, key.Client)), this).Value.Invoker;

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            if (!entry.IsValueCreated)
                continue;
            entry.Value.Channel.Dispose();
            entry.Value.Scope.Dispose();
        }
    }

    private Entry Create(string name, Type client)
    {
        var clientOptions = options.Get(name);
        var address = clientOptions.Address
            ?? throw new InvalidOperationException($"The gRPC client '{name}' has no address; set it where it is registered: AddGrpcClient<{client.Name}>(options => options.Address = new Uri(\"http://localhost:5000\")).");
        var scope = scopes.CreateScope();
        try
        {
            var channelOptions = new GrpcChannelOptions
            {
                HttpHandler = handlers.CreateHandler(name),
                LoggerFactory = loggers,
                ServiceProvider = scope.ServiceProvider,
            };
            foreach (var configure in clientOptions.ChannelOptionsActions)
                configure(channelOptions);
            var channel = GrpcChannel.ForAddress(address, channelOptions);
            var invoker = Interceptors.Add(channel.CreateCallInvoker(), clientOptions, InterceptorScope.Channel, scope.ServiceProvider);
            return new Entry(invoker, channel, scope);
        }
        catch
        {
            scope.Dispose();
            // The next one who asks gets a new try, since options may have been reloaded.
            _entries.TryRemove((name, client), out _);
            throw;
        }
    }

    private sealed record Entry(CallInvoker Invoker, GrpcChannel Channel, IServiceScope Scope);
}
