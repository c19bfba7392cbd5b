using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class Cancellation
{
    [Fact]
    public async Task ACancelledTokenEndsTheCallOnBothSides()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();
        using var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "hang" }, cancellationToken: source.Token);
        await server.State.Entered.Soon();
        await source.CancelAsync();
        (await call.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task ADisposedCallEndsOnBothSides()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "hang" });
        await server.State.Entered.Soon();
        call.Dispose();
        (await call.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        call.GetStatus().StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task ATokenThatIsCancelledBeforehandNeverReachesTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var token = new CancellationToken(canceled: true);
        (await client.UnaryAsync(new EchoRequest(), cancellationToken: token).Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        using var stream = client.Chat(cancellationToken: token);
        (await stream.RequestStream.WriteAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await stream.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        server.State.Created.ShouldBe(0);
    }

    [Fact]
    public async Task AServerStreamIsCancelledWhileTheClientReads()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();
        using var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "hang" }, cancellationToken: source.Token);
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext();
        await source.CancelAsync();
        (await next.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task AServerStreamIsCancelledWhileNobodyReads()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "hang" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        call.Dispose();
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task AReadThatIsCancelledEndsTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();
        using var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "hang" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();
        (await next.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task AMethodThatWritesOnAndOnStopsWhenItsClientIsGone()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().Expand(new EchoRequest { Count = int.MaxValue });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        call.Dispose();
        await server.State.Left.Soon();
        server.State.Failure.ShouldBeAssignableTo<OperationCanceledException>();
        server.Logs.All.ShouldNotContain(line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task AMethodThatWaitsForASlowClientIsCancelledToo()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().Expand(new EchoRequest { Count = int.MaxValue, Payload = ByteString.CopyFrom(new byte[100_000]) });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        // The window is full when nothing has been written for a while although nobody was stopped.
        var sent = -1;
        await Eventually.HoldsAsync(() => sent == (sent = server.State.Sent) && sent > 0);
        call.Dispose();
        await server.State.Left.Soon();
    }

    [Fact]
    public async Task AClientStreamIsCancelledWhileTheServerReads()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" });
        await Eventually.HoldsAsync(() => server.State.Received == 1);
        call.Dispose();
        (await call.ResponseAsync.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await call.RequestStream.WriteAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Left.Soon();
        server.State.Failure.ShouldNotBeNull();
        server.Logs.All.ShouldNotContain(line => line.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task ADuplexStreamIsCancelledInTheMiddle()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();
        using var call = server.Client().Chat(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext();
        await source.CancelAsync();
        (await next.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.State.Left.Soon();
    }

    [Fact]
    public async Task AWriteIntoAFullWindowIsCancelled()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        // The server waits after the first message, so that the window fills up.
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "wait" });
        using var source = new CancellationTokenSource();
        var big = new EchoRequest { Payload = ByteString.CopyFrom(new byte[1_000_000]) };
        var writing = Task.Run(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(big, source.Token);
        });
        await server.State.Entered.Soon();
        source.CancelAfter(TimeSpan.FromMilliseconds(300));
        var error = await Should.ThrowAsync<Exception>(writing.Soon());
        (error is RpcException { StatusCode: StatusCode.Cancelled } or OperationCanceledException).ShouldBeTrue(error.ToString());
        await server.State.Left.Soon();
    }

    [Fact]
    public async Task AServerMayEndADuplexCallWhileTheClientStillWrites()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "stop" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        call.ResponseStream.Current.Text.ShouldBe("stopped");
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        await Should.ThrowAsync<InvalidOperationException>(call.RequestStream.WriteAsync(new EchoRequest()).Soon());
    }

    [Fact]
    public async Task AServerMayAnswerAClientStreamBeforeItsEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "stop" });
        (await call.ResponseAsync.Soon()).Text.ShouldBe("stopped");
    }

    [Fact]
    public async Task AWriteAfterTheServersErrorGivesThatError()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "fail", Text = "no more" });
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (true)
                await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(new byte[10_000]) }).Soon();
        });
        error.Status.ShouldBe(new Status(StatusCode.NotFound, "no more"));
    }

    [Fact]
    public async Task TwoReadsAtOnceAreRefused()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "wait-between" });
        var first = call.ResponseStream.MoveNext();
        await Should.ThrowAsync<InvalidOperationException>(call.ResponseStream.MoveNext());
        server.State.Let();
        (await first.Soon()).ShouldBeTrue();
    }

    [Fact]
    public async Task CancellationAsSuchCanBeThrownInPlaceOfAStatus()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = new CancellationTokenSource();
        using var call = server.Client(options => options.ThrowOperationCanceledOnCancellation = true).UnaryAsync(new EchoRequest { Behaviour = "hang" }, cancellationToken: source.Token);
        await server.State.Entered.Soon();
        await source.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(call.ResponseAsync.Soon())).CancellationToken.ShouldBe(source.Token);
    }

    [Fact]
    public async Task ADisposedChannelEndsItsCallsAndTakesNoMore()
    {
        await using var server = await EchoServer.StartAsync();
        var channel = server.Channel();
        var client = new Echo.EchoClient(channel);
        var unary = client.UnaryAsync(new EchoRequest { Behaviour = "hang" });
        var stream = client.Chat();
        await stream.RequestStream.WriteAsync(new EchoRequest());
        (await stream.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        channel.Dispose();
        (await unary.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        (await stream.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
        Should.Throw<ObjectDisposedException>(() => client.UnaryAsync(new EchoRequest()));
        await Eventually.HoldsAsync(() => server.State.Disposed == 2);
    }

    [Fact]
    public async Task AStormOfCancellationsLeavesNothingBehind()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var random = new Random(42);
        var delays = Enumerable.Range(0, 400).Select(_ => random.Next(0, 20)).ToArray();
        await Task.WhenAll(delays.Select((delay, i) => Task.Run(async () =>
        {
            using var source = new CancellationTokenSource(delay);
            try
            {
                using var call = client.Chat(cancellationToken: source.Token);
                for (var n = 0; n < 50; n++)
                {
                    await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}.{n}" });
                    (await call.ResponseStream.MoveNext()).ShouldBeTrue();
                    call.ResponseStream.Current.Text.ShouldBe($"{i}.{n}");
                }
            }
            catch (RpcException error)
            {
                error.StatusCode.ShouldBe(StatusCode.Cancelled);
            }
        }))).Soon();
        await Eventually.HoldsAsync(() => server.State.Disposed == server.State.Created);
        (await client.UnaryAsync(new EchoRequest { Text = "after" })).Text.ShouldBe("after");
    }
}
