using System.Text.Json;
using MctsAspire.AppHost.Tracing;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.AppHost.Tests.Tracing;

public sealed class TraceTreeTests
{
    [Fact]
    public void SpansAreATreeInTheOrderOfTheirStart() =>
        Draw(
            Span("1", "outside", "gateway", "POST /query", 0, 100),
            Span("2", "1", "orchestrator", "run", 10, 90),
            Span("4", "2", "mcts-1", "search", 50, 80, failed: true),
            Span("3", "2", "orchestrator", "retrieval", 20, 30),
            Span("5", "1", "gateway", "end", 95, 99)).ShouldBe(
        [
            "Trace t: 5 spans of 3 services",
            "     100.0 ms  gateway       POST /query",
            "      80.0 ms  orchestrator  ├─ run",
            "      10.0 ms  orchestrator  │  ├─ retrieval",
            "      30.0 ms  mcts-1        │  └─ search  FAILED",
            "       4.0 ms  gateway       └─ end",
        ]);

    [Fact]
    public void OfManyThatDoTheSameAFewStandForAll()
    {
        var spans = Enumerable.Range(2, 10).Select(i => Span($"{i}", "1", "llm", "evaluate", (ulong)i, (ulong)i + 1)).Prepend(Span("1", null, "mcts", "search", 0, 50));

        Draw([.. spans]).ShouldBe(
        [
            "Trace t: 11 spans of 2 services",
            "      50.0 ms  mcts  search",
            "       1.0 ms  llm   ├─ evaluate",
            "       1.0 ms  llm   ├─ evaluate",
            "       1.0 ms  llm   ├─ evaluate",
            "       7.0 ms  llm   └─ … 7 more: evaluate",
        ]);
    }

    [Fact]
    public void SpansThatCallEachOtherTheirParentDoNotHang() =>
        Draw(Span("1", "2", "a", "x", 0, 1), Span("2", "1", "a", "y", 0, 1), Span("3", "3", "a", "z", 0, 1))[0].ShouldStartWith("Trace t: 3 spans");

    [Fact]
    public void SpansAreReadFromTheDashboardsForm()
    {
        var spans = TraceJson.Read("""
            {"data": {"resourceSpans": [{
              "resource": {"attributes": [{"key": "x", "value": {"intValue": "1"}}, {"key": "service.name", "value": {"stringValue": "gateway"}}]},
              "scopeSpans": [{"spans": [
                {"traceId": "t", "spanId": "b", "parentSpanId": "a", "name": "later", "kind": 3, "attributes": [{"key": "rpc.system", "value": {"stringValue": "grpc"}}], "startTimeUnixNano": "2000000", "endTimeUnixNano": "3500000", "status": {"code": 2}},
                {"traceId": "t", "spanId": "a", "name": "first", "startTimeUnixNano": 1000000, "endTimeUnixNano": 4000000, "status": {}}
              ]}]
            }, {}]}, "totalCount": 2, "returnedCount": 2}
            """);

        spans.ShouldBe([new("a", null, "gateway", "first", 1_000_000, 4_000_000, false, false), new("b", "a", "gateway", "later", 2_000_000, 3_500_000, true, true)]);
        spans[1].Milliseconds.ShouldBe(1.5);
    }

    [Fact]
    public void ATraceIsWholeWhenEverySpanHasItsParentAndEveryCallItsAnswer()
    {
        var (first, call, answer, failed) = (
            Span("1", "outside", "gateway", "POST /query", 0, 100), Call("2", "1", false), Span("3", "2", "mcts-1", "search", 20, 30), Call("4", "3", true));

        TraceReader.IsWhole([first, call, answer, failed], "outside").ShouldBeTrue();
        TraceReader.IsWhole([first, call, Span("5", "2", "gateway", "POST", 15, 35)], "outside").ShouldBeFalse();
        TraceReader.IsWhole([first, call, Span("5", "2", "gateway", "POST", 15, 35), Span("6", "5", "mcts-1", "search", 20, 30)], "outside").ShouldBeTrue();
        TraceReader.IsWhole([], "outside").ShouldBeFalse();
        TraceReader.IsWhole([first, call, failed], "outside").ShouldBeFalse();
        TraceReader.IsWhole([first, answer, failed], "outside").ShouldBeFalse();
        TraceReader.IsWhole([call, answer, failed], "outside").ShouldBeFalse();
        TraceReader.IsWhole([first, call], "outside").ShouldBeFalse();

        static TraceSpan Call(string id, string parent, bool failed) => Span(id, parent, "gateway", "call", 10, 40, failed) with { IsCall = true };
    }

    [Fact]
    public void WhatIsNoJsonIsRefused() => Should.Throw<JsonException>(() => TraceJson.Read("<html>"));

    [Fact]
    public async Task SpansThatWentElsewhereAreNamedThere()
    {
        var line = await ReadAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://collector:4317", ["ASPNETCORE_URLS"] = "http://localhost:1" });

        line.ShouldBe("Trace abc went to http://collector:4317 (OTEL_EXPORTER_OTLP_ENDPOINT); look at it there.");
    }

    [Fact]
    public async Task WithoutADashboardThatIsSaid() => (await ReadAsync([])).ShouldContain("there is no dashboard");

    [Fact]
    public async Task ADashboardThatDoesNotAnswerIsNamed()
    {
        var address = FormattableString.Invariant($"http://127.0.0.1:{Testing.FreePort.Next()}");

        (await ReadAsync(new() { ["ASPNETCORE_URLS"] = address + ";https://localhost:2" })).ShouldStartWith($"Trace abc can't be read from {address}/");
    }

    private static Task<string> ReadAsync(Dictionary<string, string?> settings) =>
        TraceReader.ReadAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), "abc", "def", CancellationToken.None);

    private static string[] Draw(params TraceSpan[] spans) => TraceTree.Draw("t", [.. spans.OrderBy(span => span.Start)]).ReplaceLineEndings("\n").Split('\n');

    private static TraceSpan Span(string id, string? parent, string service, string name, ulong start, ulong end, bool failed = false) =>
        new(id, parent, service, name, start * 1_000_000, end * 1_000_000, failed, IsCall: false);
}
