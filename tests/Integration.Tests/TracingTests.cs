using MctsAspire.Integration.Tests.Telemetry;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

[Collection(AppCollection.Name)]
public sealed class TracingTests(CleanClone clone)
{
    [RequiresFact("git")]
    public async Task OneTraceCoversEveryServiceThatAQueryNeeds()
    {
        await using var receiver = await TraceReceiver.StartAsync();
        await using var app = await RunningApp.StartAsync(clone.Folder, replicas: 1, environment:
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Endpoint),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ]);
        await app.IndexAsync(Path.Combine(clone.Folder, "samples", "knowledge"));

        await app.AskAsync(new { query = Questions.All[0].Query, mcts_iterations = 20 });

        string[] expected = ["gateway", "orchestrator", "mcts-1", "llm-gateway", "meta-controller"];
        await Eventually.HoldsAsync(
            () => receiver.Traces.Any(services => expected.All(services.Contains)),
            () => "traces seen: " + string.Join(" | ", receiver.Traces.Select(services => string.Join(", ", services))));
    }
}
