using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>A connection to Redis and, unless it is told not to, its spans.</summary>
internal sealed class RedisConnection : IDisposable
{
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly RedisTracing? _tracing;

    /// <summary>Connects.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="tracingTime">The time of the spans' collection; null: no spans.</param>
    public RedisConnection(ConfigurationOptions options, TimeProvider? tracingTime)
    {
        _multiplexer = ConnectionMultiplexer.Connect(options);
        _tracing = tracingTime is null ? null : new RedisTracing(_multiplexer, tracingTime);
    }

    /// <summary>The connection.</summary>
    public IConnectionMultiplexer Multiplexer => _multiplexer;

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracing?.Dispose();
        _multiplexer.Dispose();
    }
}
