namespace MctsAspire.ServiceDefaults.Tests.Telemetry;

/// <summary>A span as it left.</summary>
internal sealed record ReceivedSpan(string Service, string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    public static IEnumerable<ReceivedSpan> In(ProtoMessage export) =>
        from resourceSpans in export.Messages(1)
        let service = resourceSpans.Messages(1).Single().Attributes(1)["service.name"]
        from span in resourceSpans.Messages(2, 2)
        select new ReceivedSpan(service, Hex(span, 1), Hex(span, 2), Hex(span, 4), span.Text(5), span.Attributes(9));

    private static string Hex(ProtoMessage span, int field) => span.Bytes(field).Select(Convert.ToHexStringLower).FirstOrDefault("");
}
