using System.Globalization;
using Aspire.Hosting.Telemetry.Otlp;

namespace Aspire.Hosting.Telemetry;

/// <summary>The spans of the last traces: the oldest trace goes when there is no room, and a trace that is too long keeps its first spans.</summary>
internal sealed class SpanStore
{
    /// <summary>Traces that are kept.</summary>
    public const int Traces = 200;

    /// <summary>Spans of one trace that are kept.</summary>
    public const int SpansOfTrace = 10_000;

    /// <summary>Spans that are kept in all.</summary>
    public const int Spans = 100_000;

    private const int AttributesOfSpan = 32;
    private const int LongestText = 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<KeptSpan>> _traces = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private int _spans;

    /// <summary>Takes the spans of an export.</summary>
    public void Add(ExportRequest export)
    {
        foreach (var resource in export.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var span in scope.Spans)
                    Add(new KeptSpan(resource.Resource ?? new Resource(), scope.Scope?.Name ?? "", Shortened(span)));
            }
        }
    }

    /// <summary>The spans of a trace, in the order in which they came.</summary>
    /// <param name="traceId">32 hexadecimal digits.</param>
    public IReadOnlyList<KeptSpan> Trace(string traceId)
    {
        lock (_lock)
            return _traces.TryGetValue(traceId.ToLower(CultureInfo.InvariantCulture), out var spans) ? [.. spans] : [];
    }

    /// <summary>The spans of the last traces.</summary>
    /// <param name="limit">The number of traces.</param>
    public (IReadOnlyList<KeptSpan> Spans, int Total, int Returned) Last(int limit)
    {
        lock (_lock)
        {
            var ids = _order.Reverse().Take(limit).Reverse().ToList();
            return ([.. ids.SelectMany(id => _traces[id])], _order.Count, ids.Count);
        }
    }

    private void Add(KeptSpan span)
    {
        var id = Convert.ToHexStringLower(span.Span.TraceId.Span);
        lock (_lock)
        {
            if (!_traces.TryGetValue(id, out var spans))
            {
                _traces.Add(id, spans = []);
                _order.AddLast(id);
            }

            if (spans.Count >= SpansOfTrace)
                return;
            spans.Add(span);
            _spans++;
            while (_order.Count > Traces || (_spans > Spans && _order.Count > 1))
                RemoveOldest();
        }
    }

    private void RemoveOldest()
    {
        var oldest = _order.First!.Value;
        _order.RemoveFirst();
        if (_traces.Remove(oldest, out var spans))
            _spans -= spans.Count;
    }

    private static Span Shortened(Span span)
    {
        while (span.Attributes.Count > AttributesOfSpan)
            span.Attributes.RemoveAt(span.Attributes.Count - 1);
        foreach (var attribute in span.Attributes)
        {
            if (attribute.Value is { ValueCase: Value.ValueOneofCase.StringValue } text && text.StringValue.Length > LongestText)
                text.StringValue = text.StringValue[..LongestText];
        }

        if (span.Name.Length > LongestText)
            span.Name = span.Name[..LongestText];
        return span;
    }
}
