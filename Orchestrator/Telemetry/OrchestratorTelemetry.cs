using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MctsAspire.Orchestrator.Telemetry;

/// <summary>What the Orchestrator measures of itself.</summary>
internal static class OrchestratorTelemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "MctsAspire.Orchestrator";

    /// <summary>Spans: one for a run, one for each node of its graph and one for each outside call.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Runs that ended, by <c>kind</c> and <c>status</c>.</summary>
    public static readonly Counter<long> Runs = Meter.CreateCounter<long>("orchestrator.runs", "{run}", "Runs that ended.");

    /// <summary>Outside calls, by <c>kind</c> and by whether the journal answered.</summary>
    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("orchestrator.calls", "{call}", "Outside calls, made or answered from the journal.");

    /// <summary>Attempts at a search beyond the first.</summary>
    public static readonly Counter<long> SearchRetries = Meter.CreateCounter<long>("orchestrator.search.retries", "{attempt}", "Attempts at a search beyond the first.");

    /// <summary>Runs whose decisions the meta-controller was not told.</summary>
    public static readonly Counter<long> ReportsLost = Meter.CreateCounter<long>("orchestrator.decisions.lost", "{run}", "Runs whose decisions the meta-controller was not told.");
}
