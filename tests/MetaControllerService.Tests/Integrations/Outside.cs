using System.Collections.Concurrent;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Integrations;
using MctsAspire.MetaControllerService.Integrations.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Experiments;
using MctsAspire.MetaControllerService.Integrations.Http;
using MctsAspire.MetaControllerService.Tests.Integrations.Servers;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MctsAspire.MetaControllerService.Tests.Integrations;

/// <summary>The integrations as the service has them, with servers on this machine in the place of the real ones.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly IHost _host;

    private Outside(IHost host) => _host = host;

    /// <summary>Everything that was logged, at every level, with the exceptions.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>The registrations.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Where decisions go.</summary>
    public DecisionOutbox Decisions => Services.GetRequiredService<DecisionOutbox>();

    /// <summary>Where runs go.</summary>
    public IExperimentTracker Tracker => Services.GetRequiredService<IExperimentTracker>();

    /// <summary>Starts them.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="pinecone">Pinecone; null: not set up.</param>
    /// <param name="braintrust">Braintrust; null: not set up.</param>
    /// <param name="wandb">Weights &amp; Biases; null: not set up.</param>
    /// <param name="calls">How they are called.</param>
    /// <param name="heartbeat">How often a run says that it goes on.</param>
    public static async Task<Outside> StartAsync(
        string folder, PineconeServer? pinecone = null, BraintrustServer? braintrust = null, WandbServer? wandb = null, CallOptions? calls = null, TimeSpan? heartbeat = null)
    {
        var outside = Create(
            folder,
            Settings(folder, pinecone?.Address, pinecone?.Key, braintrust?.Address, braintrust?.Key, wandb?.Address, wandb?.Key),
            calls ?? new CallOptions { ShortestWait = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(30) },
            heartbeat);
        await outside._host.StartAsync();
        return outside;
    }

    /// <summary>The settings of servers.</summary>
    public static FrameworkSettings Settings(string folder, Uri? pinecone, string? pineconeKey, Uri? braintrust, string? braintrustKey, Uri? wandb, string? wandbKey) => new()
    {
        DataDirectory = folder,
        PineconeHost = pinecone,
        PineconeApiKey = pineconeKey is null ? null : new Secret(pineconeKey),
        BraintrustApiUrl = braintrust ?? new Uri("http://127.0.0.1:9"),
        BraintrustApiKey = braintrustKey is null ? null : new Secret(braintrustKey),
        WandbBaseUrl = wandb ?? new Uri("http://127.0.0.1:9"),
        WandbApiKey = wandbKey is null ? null : new Secret(wandbKey),
    };

    /// <summary>Prepares them.</summary>
    public static Outside Create(string folder, FrameworkSettings settings, CallOptions calls, TimeSpan? heartbeat = null)
    {
        Outside? outside = null;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(line => outside?.Log.Enqueue(line)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(calls);
        builder.Services.AddSingleton(new ShipperOptions
        {
            Linger = TimeSpan.Zero,
            ShortestPause = TimeSpan.FromMilliseconds(20),
            LongestPause = TimeSpan.FromMilliseconds(100),
            Sweep = TimeSpan.FromMilliseconds(100),
            Heartbeat = heartbeat ?? TimeSpan.FromSeconds(30),
        });
        builder.Services.AddSingleton(new ExperimentOptions { LastWait = TimeSpan.FromMinutes(2) });
        builder.Services.AddSingleton(new DecisionIndex(capacity: 1000));
        builder.Services.AddSingleton<IDecisionSink>(services => services.GetRequiredService<DecisionIndex>());
        builder.Services.AddIntegrations(settings);
        outside = new Outside(builder.Build());
        return outside;
    }

    /// <summary>Tells all who take decisions of some, as the service does.</summary>
    public async Task RecordAsync(IReadOnlyList<LogEntry> entries)
    {
        foreach (var sink in Services.GetServices<IDecisionSink>())
            await sink.WriteAsync(entries, default);
    }

    /// <summary>Starts what was prepared.</summary>
    public Task BeginAsync() => _host.StartAsync();

    /// <summary>A decision of which everything is known.</summary>
    public static LoggedDecision Decision(int number, double? outcome = null) => new()
    {
        Run = $"run-{number:D6}",
        Step = 0,
        Vector = [.. Enumerable.Range(0, RunFeatures.Dimensions).Select(i => (number + i) % 10 / 10.0 + 0.05)],
        Text = "the state in words",
        Agent = "mcts",
        Agents = ["mcts", "hrm"],
        Probabilities = [0.1, 0.2, 0.7],
        ByRules = false,
        ModelVersion = "abc",
        QueryLength = number,
        Iteration = number % 5,
        Timestamp = new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.Zero).AddSeconds(number),
        Propensity = 0.9,
        Outcome = outcome is { } score ? new DecisionOutcome(score, 1.5) : null,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Recorder(Action<string> write) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            write($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            write($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
