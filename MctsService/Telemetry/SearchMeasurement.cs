using System.Diagnostics;

namespace MctsAspire.MctsService.Telemetry;

/// <summary>One search as it is measured.</summary>
internal sealed class SearchMeasurement(MctsTelemetry telemetry, Activity? span, string preset, long start) : IDisposable
{
    /// <summary>The search's span; <see langword="null"/> when nobody listens.</summary>
    public Activity? Span { get; } = span;

    /// <summary>The preset's name.</summary>
    public string Preset { get; } = preset;

    /// <summary>When the search began, as a timestamp of the time provider.</summary>
    public long Start { get; } = start;

    /// <summary>Iterations run; 0 for a search that did not end by itself.</summary>
    public int Iterations { get; private set; }

    /// <summary>Evaluations that the cache answered.</summary>
    public int CacheHits { get; private set; }

    /// <summary>Why the search ended; <c>failed</c> when it was cancelled or broke.</summary>
    public string StopReason { get; private set; } = "failed";

    /// <summary>Notes what a search that ended by itself has done.</summary>
    public void Finish(string reason, int iterations, int cacheHits, int nodes)
    {
        (StopReason, Iterations, CacheHits) = (reason, iterations, cacheHits);
        Span?.SetTag("mcts.stop_reason", StopReason).SetTag("mcts.iterations", iterations).SetTag("mcts.nodes", nodes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        telemetry.Ended(this);
        Span?.Dispose();
    }
}
