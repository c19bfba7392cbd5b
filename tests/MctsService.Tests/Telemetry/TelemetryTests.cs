using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using MctsAspire.MctsService.Telemetry;
using MctsAspire.MctsService.Tests.Domains.Remote;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests.Telemetry;

// Listeners hear the whole process: these tests find their own search by its run.
public class TelemetryTests
{
    [Fact]
    public async Task ASearchIsOneSpanWithItsFirstCallsAndNoMore()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(100, 0.2, 0.9, 0.4);
        request.RunId = "traced";

        await service.Client.SearchAsync(request);

        var search = spans.Single(span => span.GetTagItem("mcts.run_id") is "traced");
        search.GetTagItem("mcts.stop_reason").ShouldBe("iterations");
        search.GetTagItem("mcts.iterations").ShouldBe(100);
        service.Reasoning.Contexts.Count.ShouldBeGreaterThan(CallTraces.Shown);
        var calls = spans.Where(span => span.TraceId == search.TraceId && span.ParentSpanId == search.SpanId).ToArray();
        calls.Length.ShouldBe(CallTraces.Shown);
        calls.ShouldAllBe(call => call.Source.Name == "System.Net.Http");
    }

    [Fact]
    public async Task OfTheCallsToASimulatorOnlyTheFirstAreTraced()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var simulator = await NimSimulator.StartAsync();
        await using var service = await RemoteSearchTests.StartAsync(simulator);
        var request = RemoteSearchTests.Request(30, 100);
        request.RunId = "traced-simulator";

        await service.Client.SearchAsync(request);

        var search = spans.Single(span => span.GetTagItem("mcts.run_id") is "traced-simulator");
        simulator.Calls.Count.ShouldBeGreaterThan(CallTraces.Shown);
        spans.Count(span => span.TraceId == search.TraceId && span.ParentSpanId == search.SpanId).ShouldBe(CallTraces.Shown);
    }

    [Fact]
    public async Task SearchesAndTheirIterationsAreMeasured()
    {
        var measured = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == MctsTelemetry.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Tags(tags))));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, Tags(tags))));
        listener.Start();
        await using var service = await SearchService.StartAsync();
        var request = Problems.Request(37, 0.2, 0.9);
        request.Preset = "exploration_heavy";

        await service.Client.SearchAsync(request);
        service.Reasoning.BeforeEvaluation = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "gone"));
        await Should.ThrowAsync<RpcException>(service.Client.SearchAsync(request).ResponseAsync);

        var ours = measured.Where(item => item.Tags.Contains("exploration_heavy", StringComparison.Ordinal)).ToArray();
        ours.Where(item => item.Name == "mcts.iterations").Sum(item => item.Value).ShouldBe(37);
        ours.Where(item => item.Name == "mcts.search.duration").Select(item => item.Tags)
            .ShouldBe(["preset=exploration_heavy stop_reason=iterations", "preset=exploration_heavy stop_reason=failed"]);
    }

    // As the SDK samples by default: whatever the parent says, and everything without one.
    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MctsTelemetry.Name or "System.Net.Http" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static string Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
}
