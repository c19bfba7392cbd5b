using System.Diagnostics;

namespace MctsAspire.ServiceDefaults.Metrics;

/// <summary>One measurement with the trace that it was made in.</summary>
/// <param name="TraceId">The trace, as 32 hexadecimal digits.</param>
/// <param name="SpanId">The span, as 16 hexadecimal digits.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Time">When.</param>
/// <param name="Timestamp">When, by the clock that ages are told by.</param>
internal sealed record Exemplar(string TraceId, string SpanId, double Value, DateTimeOffset Time, long Timestamp)
{
    /// <summary>How long one stays: scrapes are further apart, and a busy series would otherwise make one for each request.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(1);

    /// <summary>Puts the measurement of a sampled request in the place of one that has stood long enough.</summary>
    /// <param name="place">Where exemplars of this series or bucket are kept.</param>
    /// <param name="value">What was measured.</param>
    /// <param name="time">The clock.</param>
    public static void Offer(ref Exemplar? place, double value, TimeProvider time)
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C } span)
            return;
        var now = time.GetTimestamp();
        if (Volatile.Read(ref place) is { } last && time.GetElapsedTime(last.Timestamp, now) < Stay)
            return;
        Volatile.Write(ref place, new Exemplar(span.TraceId.ToHexString(), span.SpanId.ToHexString(), value, time.GetUtcNow(), now));
    }
}
