using System.Diagnostics.Metrics;
using System.Text;
using MctsAspire.ServiceDefaults.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.ServiceDefaults.Tests.Metrics;

/// <summary>A collector that listens to one meter, and what it writes of it.</summary>
internal sealed class CollectedText : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricsCollector _collector;

    public CollectedText()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _collector = new MetricsCollector(meters, Time, Options.Create(new CollectedMeters()), NullLogger<MetricsCollector>.Instance);
        _collector.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        Meter = meters.Create("MctsAspire.Test");
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000));

    public Meter Meter { get; }

    /// <summary>The lines about a metric, with its head.</summary>
    public string[] Lines(string metric, MetricsFormat? format = null) => All(format)
        .Split('\n')
        .Where(line => line.StartsWith(metric, StringComparison.Ordinal) || line.StartsWith("# ", StringComparison.Ordinal) && line.Split(' ') is [_, _, var name, ..] && name.StartsWith(metric, StringComparison.Ordinal))
        .ToArray();

    public string All(MetricsFormat? format = null) => Encoding.UTF8.GetString(_collector.Write(format ?? MetricsFormat.Text).Span);

    public void Dispose()
    {
        _collector.Dispose();
        _services.Dispose();
    }
}
