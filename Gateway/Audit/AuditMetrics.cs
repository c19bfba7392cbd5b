using System.Diagnostics.Metrics;
using MctsAspire.Gateway.Metrics;

namespace MctsAspire.Gateway.Audit;

/// <summary>Counts what was written down, and what could not be.</summary>
internal sealed class AuditMetrics
{
    private readonly Counter<long> _written;
    private readonly Counter<long> _lost;

    public AuditMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RequestMetrics.MeterName);
        _written = meter.CreateCounter<long>("mcts.audit.records", unit: null, "Records written to the audit log");
        _lost = meter.CreateCounter<long>("mcts.audit.lost", unit: null, "Records that the audit log had no room for");
        _written.Add(0);
        _lost.Add(0);
    }

    public void Written(int count) => _written.Add(count);

    public void Lost(int count) => _lost.Add(count);
}
