using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Grpc.Tests;

[Collection(nameof(Tracing))]
public sealed class Tracing
{
    [Fact]
    public async Task OneTraceCoversClientAndServer()
    {
        using var spans = new Spans();
        await using var server = await EchoServer.StartAsync();
        using var root = new Activity("root").Start();
        await server.Client().UnaryAsync(new EchoRequest());
        root.Stop();
        var client = await spans.FindAsync(root, "Grpc.Net.Client", ActivityKind.Client);
        var handler = await spans.FindAsync(root, "Microsoft.AspNetCore", ActivityKind.Server);
        client.ParentSpanId.ShouldBe(root.SpanId);
        foreach (var span in (Activity[])[client, handler])
        {
            span.DisplayName.ShouldBe("mcts.test.v1.Echo/Unary");
            span.GetTagItem("rpc.system").ShouldBe("grpc");
            span.GetTagItem("rpc.service").ShouldBe("mcts.test.v1.Echo");
            span.GetTagItem("rpc.method").ShouldBe("Unary");
            span.GetTagItem("rpc.grpc.status_code").ShouldBe(0);
            span.Status.ShouldNotBe(ActivityStatusCode.Error);
        }
    }

    [Fact]
    public async Task AFailedCallIsAFailedSpanOnTheClientAndAnErrorOnTheServerOnlyIfItIsTheServersFault()
    {
        using var spans = new Spans();
        await using var server = await EchoServer.StartAsync();
        using var root = new Activity("root").Start();
        await server.Client().UnaryAsync(new EchoRequest { Behaviour = "fail" }).Error();
        root.Stop();
        var client = await spans.FindAsync(root, "Grpc.Net.Client", ActivityKind.Client);
        var handler = await spans.FindAsync(root, "Microsoft.AspNetCore", ActivityKind.Server);
        client.GetTagItem("rpc.grpc.status_code").ShouldBe((int)StatusCode.NotFound);
        client.Status.ShouldBe(ActivityStatusCode.Error);
        handler.GetTagItem("rpc.grpc.status_code").ShouldBe((int)StatusCode.NotFound);
        handler.Status.ShouldNotBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task ACallLeavesTheCallersOwnSpanCurrent()
    {
        using var spans = new Spans();
        await using var server = await EchoServer.StartAsync();
        using var root = new Activity("root").Start();
        var client = server.Client();
        await client.UnaryAsync(new EchoRequest());
        Activity.Current.ShouldBe(root);
        using (var call = client.Chat())
        {
            Activity.Current.ShouldBe(root);
            using var inner = new Activity("inner").Start();
            call.Dispose();
            Activity.Current.ShouldBe(inner);
        }

        Activity.Current.ShouldBe(root);
    }

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _stopped = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Grpc.Net.Client" or "Microsoft.AspNetCore" or "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _stopped.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public async Task<Activity> FindAsync(Activity root, string source, ActivityKind kind)
        {
            Activity? Find() => _stopped.FirstOrDefault(span => span.TraceId == root.TraceId && span.Source.Name == source && span.Kind == kind);
            await Eventually.HoldsAsync(() => Find() is not null);
            return Find()!;
        }

        public void Dispose() => _listener.Dispose();
    }
}
