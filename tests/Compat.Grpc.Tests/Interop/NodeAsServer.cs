using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;

namespace MctsAspire.Compat.Grpc.Tests.Interop;

/// <summary>Our client calls the official library for Node.</summary>
public sealed class NodeAsServer
{
    [RequiresFact("node", "npm:grpc")]
    public async Task AllFourCallKindsWork()
    {
        await using var node = await Node.StartAsync();
        (await node.Client.UnaryAsync(new EchoRequest { Text = "hello" })).Text.ShouldBe("hello");

        using var collect = node.Client.Collect();
        for (var i = 0; i < 100; i++)
            await collect.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
        await collect.RequestStream.CompleteAsync();
        (await collect).Text.ShouldBe(string.Join(',', Enumerable.Range(0, 100)));

        using var expand = node.Client.Expand(new EchoRequest { Count = 1000 });
        (await expand.ResponseStream.ReadAllAsync().Select(reply => reply.Index).ToListAsync()).ShouldBe(Enumerable.Range(0, 1000));

        using var chat = node.Client.Chat();
        for (var i = 0; i < 100; i++)
        {
            await chat.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            (await chat.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
            chat.ResponseStream.Current.Text.ShouldBe($"{i}");
        }

        await chat.RequestStream.CompleteAsync();
        (await chat.ResponseStream.MoveNext().Soon()).ShouldBeFalse();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ThreeMebibytesGoBothWays()
    {
        await using var node = await Node.StartAsync();
        var payload = ByteString.CopyFrom(new byte[3 * 1024 * 1024]);
        (await node.Client.UnaryAsync(new EchoRequest { Payload = payload })).Payload.Equals(payload).ShouldBeTrue();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task GzipGoesBothWays()
    {
        await using var node = await Node.StartAsync("gzip");
        var payload = ByteString.CopyFrom(new byte[100_000]);
        using var call = node.Client.UnaryAsync(new EchoRequest { Payload = payload }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        (await call).Payload.Equals(payload).ShouldBeTrue();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AStatusComesWithItsDetails()
    {
        await using var node = await Node.StartAsync();
        var error = await node.Client.UnaryAsync(new EchoRequest { Behaviour = "fail", Text = "nothing: ü %" }).Error();
        error.Status.ShouldBe(new Status(StatusCode.NotFound, "nothing: ü %"));
        error.Trailers.GetValue("reason").ShouldBe("absent");
        error.Trailers.GetValueBytes("grpc-status-details-bin").ShouldBe(new byte[] { 0, 1, 255 });
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AStatusAfterSomeMessagesComesAfterThem()
    {
        await using var node = await Node.StartAsync();
        using var call = node.Client.Expand(new EchoRequest { Count = 3, Behaviour = "fail", Text = "enough" });
        var count = 0;
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().Soon())
                count++;
        });
        count.ShouldBe(3);
        error.Status.ShouldBe(new Status(StatusCode.NotFound, "enough"));
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task MetadataGoesBothWays()
    {
        await using var node = await Node.StartAsync();
        using var call = node.Client.UnaryAsync(
            new EchoRequest { Behaviour = "echo-metadata" }, new Metadata { { "x-text", "one" }, { "x-bytes-bin", new byte[] { 1, 2 } }, { "x-bytes-bin", new byte[] { 255 } } });
        (await call.ResponseHeadersAsync.Soon()).GetValue("early").ShouldBe("yes");
        await call;
        call.GetTrailers().GetValue("x-text").ShouldBe("one");
        call.GetTrailers().GetAll("x-bytes-bin").Select(entry => entry.ValueBytes).ShouldBe([[1, 2], [255]]);
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ADeadlineReachesTheServer()
    {
        await using var node = await Node.StartAsync();
        await node.Client.UnaryAsync(new EchoRequest());
        // Long enough for the program to begin on a busy machine, too.
        var call = node.Client.UnaryAsync(new EchoRequest { Behaviour = "hang" }, deadline: DateTime.UtcNow.AddSeconds(5));
        await node.SaysAsync("hanging until a deadline");
        (await call.Error()).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await node.SaysAsync("cancelled unary");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ACancelledCallIsCancelledOnTheServer()
    {
        await using var node = await Node.StartAsync();
        var call = node.Client.UnaryAsync(new EchoRequest { Behaviour = "hang" });
        await node.SaysAsync("hanging until ever");
        call.Dispose();
        (await call.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await node.SaysAsync("cancelled unary");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task CancelledStreamsAreCancelledOnTheServer()
    {
        await using var node = await Node.StartAsync();
        var expand = node.Client.Expand(new EchoRequest { Count = 1, Behaviour = "hang" });
        (await expand.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        expand.Dispose();
        await node.SaysAsync("cancelled expand");

        var chat = node.Client.Chat();
        await chat.RequestStream.WriteAsync(new EchoRequest());
        (await chat.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        chat.Dispose();
        await node.SaysAsync("cancelled chat");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AMethodThatDoesNotExistIsUnimplemented()
    {
        await using var node = await Node.StartAsync();
        var method = new Method<string, string>(MethodType.Unary, "mcts.test.v1.Echo", "Absent", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        (await node.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "").Error()).StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AServerThatIsKilledIsUnavailable()
    {
        await using var node = await Node.StartAsync();
        var call = node.Client.UnaryAsync(new EchoRequest { Behaviour = "hang" });
        await node.SaysAsync("hanging until ever");
        node.Kill();
        (await call.Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly ChildProcess _process;

        private Node(ChildProcess process, GrpcChannel channel)
        {
            _process = process;
            Channel = channel;
            Client = new Echo.EchoClient(channel);
        }

        public GrpcChannel Channel { get; }

        public Echo.EchoClient Client { get; }

        public static async Task<Node> StartAsync(params string[] arguments)
        {
            var process = ChildProcess.Start("node", [Path.Combine(Repository.NpmFolder("grpc"), "server.mjs"), .. arguments]);
            var line = await process.WaitForLineAsync(line => line.StartsWith("listening ", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            return new Node(process, GrpcChannel.ForAddress($"http://127.0.0.1:{line["listening ".Length..]}"));
        }

        public Task<string> SaysAsync(string text) => _process.WaitForLineAsync(line => line == text, TimeSpan.FromSeconds(60));

        public void Kill() => _process.Signal("KILL");

        public async ValueTask DisposeAsync()
        {
            Channel.Dispose();
            await _process.DisposeAsync();
        }
    }
}
