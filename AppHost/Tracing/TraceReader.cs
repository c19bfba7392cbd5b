using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.AppHost.Tracing;

/// <summary>
/// Reads a trace from the telemetry API of the dashboard, whose address and key are in the AppHost's configuration. Without Aspire's
/// dashboard its stand-in answers there in the same form.
/// </summary>
internal static class TraceReader
{
    private const int LargestTrace = 64 * 1024 * 1024;

    // Services send their spans about once a second, a busy one later; a trace is complete when it is whole and nothing new came for a while.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the spans of a trace.</summary>
    /// <param name="configuration">The AppHost's configuration.</param>
    /// <param name="traceId">The trace.</param>
    /// <param name="parentId">The span that its first one names as its parent, and which is kept nowhere.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The tree, or one line that says where the spans are.</returns>
    public static async Task<string> ReadAsync(IConfiguration configuration, string traceId, string parentId, CancellationToken cancellationToken)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } elsewhere)
            return $"Trace {traceId} went to {elsewhere} (OTEL_EXPORTER_OTLP_ENDPOINT); look at it there.";
        if (!Uri.TryCreate(configuration["ASPNETCORE_URLS"]?.Split(';')[0], UriKind.Absolute, out var dashboard))
            return $"Trace {traceId} was kept nowhere: there is no dashboard, since ASPNETCORE_URLS is not set.";

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = dashboard, MaxResponseContentBufferSize = LargestTrace };
        if (configuration["AppHost:DashboardApiKey"] is { Length: > 0 } key)
            client.DefaultRequestHeaders.Add("x-api-key", key);
        try
        {
            var spans = await CollectAsync(client, traceId, parentId, cancellationToken);
            return spans.Count > 0 ? TraceTree.Draw(traceId, spans) : $"Trace {traceId} has no spans; look at {dashboard} for what the services sent.";
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException)
        {
            return $"Trace {traceId} can't be read from {dashboard} ({problem.Message}); look at it there.";
        }
    }

    /// <summary>Whether every span but the first has its parent, and every call the span of the service that it went to.</summary>
    /// <param name="spans">The spans that came so far.</param>
    /// <param name="parentId">What the first one names as its parent.</param>
    public static bool IsWhole(IReadOnlyList<TraceSpan> spans, string parentId)
    {
        var byId = spans.ToLookup(span => span.Id, StringComparer.Ordinal);
        var below = spans.ToLookup(span => span.ParentId, StringComparer.Ordinal);
        return below[parentId].Any()
            && spans.All(span => span.ParentId is null || span.ParentId == parentId || byId[span.ParentId].Any())
            && spans.All(span => !span.IsCall || span.Failed || IsAnswered(span, below));
    }

    // The call's own HTTP request may stand between.
    private static bool IsAnswered(TraceSpan call, ILookup<string?, TraceSpan> below) =>
        below[call.Id].Any(span => span.Service != call.Service || below[span.Id].Any(next => next.Service != call.Service));

    private static async Task<IReadOnlyList<TraceSpan>> CollectAsync(HttpClient client, string traceId, string parentId, CancellationToken cancellationToken)
    {
        IReadOnlyList<TraceSpan> spans = [];
        var unchanged = TimeSpan.Zero;
        for (var waited = TimeSpan.Zero; waited < Patience && (unchanged < Quiet || !IsWhole(spans, parentId)); waited += Interval)
        {
            using var response = await client.GetAsync($"/api/telemetry/traces/{traceId}", cancellationToken);
            if (response.StatusCode != HttpStatusCode.NotFound)
            {
                var now = TraceJson.Read(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
                unchanged = now.Count == spans.Count ? unchanged + Interval : TimeSpan.Zero;
                spans = now;
            }

            await Task.Delay(Interval, cancellationToken);
        }

        return spans;
    }
}
