using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Makes a span of every command that is sent while another span is current.</summary>
/// <remarks>
/// The client only tells of commands when a profiled context ends. So every span that sends commands is a context, which ends soon after
/// the span does, or after a while if the span goes on; what is sent between is told next time.
/// </remarks>
internal sealed class RedisTracing : IProfiler, IDisposable
{
    /// <summary>The name of the source, the same as that of the instrumentation that the real package uses.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private const string Property = "redis.context";
    private const int MostContexts = 10_000;
    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly ConnectionMultiplexer _multiplexer;
    private readonly Lock _lock = new();
    private readonly HashSet<Context> _contexts = [];
    private readonly ITimer _timer;

    public RedisTracing(ConnectionMultiplexer multiplexer, TimeProvider time)
    {
        _multiplexer = multiplexer;
        multiplexer.RegisterProfiler(this);
        _timer = time.CreateTimer(_ => Collect(all: false), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public object? GetContext()
    {
        if (!Source.HasListeners() || Activity.Current is not { IsAllDataRequested: true } activity)
            return null;
        lock (_lock)
        {
            if (activity.GetCustomProperty(Property) is Context known && _contexts.Contains(known))
                return known;
            if (_contexts.Count >= MostContexts)
                return null;
            var context = new Context(activity);
            _multiplexer.BeginProfiling(context);
            _contexts.Add(context);
            activity.SetCustomProperty(Property, context);
            return context;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Collect(all: true);
    }

    private void Collect(bool all)
    {
        List<Context> ended;
        lock (_lock)
        {
            ended = [.. _contexts.Where(context => all || context.Activity.IsStopped || context.Age++ > 20)];
            _contexts.ExceptWith(ended);
        }

        foreach (var context in ended)
        {
            foreach (var command in _multiplexer.FinishProfiling(context, allowCleanupSweep: false))
                Report(context.Activity, command);
        }
    }

    private static void Report(Activity parent, IProfiledCommand command)
    {
        var started = new DateTimeOffset(DateTime.SpecifyKind(command.CommandCreated, DateTimeKind.Utc));
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent.Context, startTime: started);
        if (span is null)
            return;

        span.SetTag("db.system", "redis").SetTag("db.operation.name", command.Command).SetTag("db.namespace", command.Db);
        switch (command.EndPoint)
        {
            case IPEndPoint address:
                span.SetTag("server.address", address.Address.ToString()).SetTag("server.port", address.Port);
                break;
            case DnsEndPoint name:
                span.SetTag("server.address", name.Host).SetTag("server.port", name.Port);
                break;
        }

        span.SetEndTime(started.UtcDateTime + command.ElapsedTime);
    }

    private sealed class Context(Activity activity)
    {
        public Activity Activity { get; } = activity;

        /// <summary>Collections that it lived through.</summary>
        public int Age { get; set; }
    }
}
