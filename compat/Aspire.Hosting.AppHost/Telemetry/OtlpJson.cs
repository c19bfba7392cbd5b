using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Telemetry.Otlp;
using Google.Protobuf;

namespace Aspire.Hosting.Telemetry;

/// <summary>Writes spans in OTLP's JSON form, as the real dashboard's telemetry API does.</summary>
internal static class OtlpJson
{
    /// <summary>Writes <c>{data: {resourceSpans}, totalCount, returnedCount}</c>.</summary>
    public static byte[] Write(IReadOnlyList<KeptSpan> spans, int totalCount, int returnedCount)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("data");
            json.WriteStartArray("resourceSpans");
            foreach (var resource in spans.GroupBy(span => span.Resource, ReferenceEqualityComparer.Instance))
                WriteResource(json, (Resource)resource.Key!, resource);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteNumber("totalCount", totalCount);
            json.WriteNumber("returnedCount", returnedCount);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteResource(Utf8JsonWriter json, Resource resource, IEnumerable<KeptSpan> spans)
    {
        json.WriteStartObject();
        json.WriteStartObject("resource");
        WriteAttributes(json, resource.Attributes);
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans");
        foreach (var scope in spans.GroupBy(span => span.Scope))
        {
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", scope.Key);
            json.WriteEndObject();
            json.WriteStartArray("spans");
            foreach (var span in scope)
                WriteSpan(json, span.Span);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, Span span)
    {
        json.WriteStartObject();
        json.WriteString("traceId", Hex(span.TraceId));
        json.WriteString("spanId", Hex(span.SpanId));
        if (!span.ParentSpanId.IsEmpty)
            json.WriteString("parentSpanId", Hex(span.ParentSpanId));
        json.WriteString("name", span.Name);
        json.WriteNumber("kind", span.Kind);

        // 64-bit numbers are texts in protobuf's JSON form.
        json.WriteString("startTimeUnixNano", span.StartTimeUnixNano.ToString(CultureInfo.InvariantCulture));
        json.WriteString("endTimeUnixNano", span.EndTimeUnixNano.ToString(CultureInfo.InvariantCulture));
        WriteAttributes(json, span.Attributes);
        json.WriteStartObject("status");
        if (span.Status is { } status)
        {
            json.WriteNumber("code", status.Code);
            if (status.Message.Length > 0)
                json.WriteString("message", status.Message);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<Otlp.Attribute> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var attribute in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", attribute.Key);
            json.WriteStartObject("value");
            WriteValue(json, attribute.Value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, Value? value)
    {
        switch (value?.ValueCase)
        {
            case Value.ValueOneofCase.StringValue:
                json.WriteString("stringValue", value.StringValue);
                break;
            case Value.ValueOneofCase.BoolValue:
                json.WriteBoolean("boolValue", value.BoolValue);
                break;
            case Value.ValueOneofCase.IntValue:
                json.WriteString("intValue", value.IntValue.ToString(CultureInfo.InvariantCulture));
                break;
            case Value.ValueOneofCase.DoubleValue when double.IsFinite(value.DoubleValue):
                json.WriteNumber("doubleValue", value.DoubleValue);
                break;
        }
    }

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
