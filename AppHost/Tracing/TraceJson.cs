using System.Globalization;
using System.Text.Json;

namespace MctsAspire.AppHost.Tracing;

/// <summary>Reads spans from OTLP's JSON form.</summary>
internal static class TraceJson
{
    private const int ErrorStatus = 2;
    private const int ClientKind = 3;

    /// <summary>Reads the answer of the dashboard's telemetry API.</summary>
    /// <param name="json">The body.</param>
    /// <returns>The spans, in the order of their start.</returns>
    /// <exception cref="JsonException">It is not of that form.</exception>
    public static IReadOnlyList<TraceSpan> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var data = document.RootElement.TryGetProperty("data", out var wrapped) ? wrapped : document.RootElement;
        return
        [
            .. (from resource in Items(data, "resourceSpans")
                let service = Service(resource)
                from scope in Items(resource, "scopeSpans")
                from span in Items(scope, "spans")
                select Span(service, span)).OrderBy(span => span.Start).ThenBy(span => span.Id, StringComparer.Ordinal),
        ];
    }

    private static TraceSpan Span(string service, JsonElement span)
    {
        var parent = Text(span, "parentSpanId");
        return new TraceSpan(
            Text(span, "spanId") ?? "",
            string.IsNullOrEmpty(parent) ? null : parent,
            service,
            Text(span, "name") ?? "",
            Number(span, "startTimeUnixNano"),
            Number(span, "endTimeUnixNano"),
            span.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var code) && IsError(code),
            IsClient(span) && Attribute(span, "rpc.system") == "grpc");
    }

    private static bool IsError(JsonElement code) => code.ValueKind == JsonValueKind.Number ? code.GetInt32() == ErrorStatus : code.GetString() == "STATUS_CODE_ERROR";

    private static bool IsClient(JsonElement span) => span.TryGetProperty("kind", out var kind)
        && (kind.ValueKind == JsonValueKind.Number ? kind.GetInt32() == ClientKind : kind.GetString() == "SPAN_KIND_CLIENT");

    private static string Service(JsonElement resourceSpans) =>
        (resourceSpans.TryGetProperty("resource", out var resource) ? Attribute(resource, "service.name") : null) ?? "unknown";

    private static string? Attribute(JsonElement element, string key)
    {
        foreach (var attribute in Items(element, "attributes"))
        {
            if (Text(attribute, "key") == key && attribute.TryGetProperty("value", out var value))
                return Text(value, "stringValue");
        }

        return null;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ulong Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
            return 0;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetUInt64()
            : ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
