using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests;

public sealed class FourCallKinds
{
    [Fact]
    public async Task AUnaryCallBringsItsResponse()
    {
        await using var server = await EchoServer.StartAsync();
        var reply = await server.Client().UnaryAsync(new EchoRequest { Text = "hello" });
        reply.Text.ShouldBe("hello");
    }

    [Fact]
    public async Task ABlockingCallBringsItsResponse()
    {
        await using var server = await EchoServer.StartAsync();
        server.Client().Unary(new EchoRequest { Text = "hello" }).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task AServerStreamBringsAllItsResponsesInOrder()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Text = "x", Count = 1000 });
        var indexes = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            indexes.Add(reply.Index);
        indexes.ShouldBe(Enumerable.Range(0, 1000));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task AnEmptyServerStreamEndsAtOnce()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Count = 0 });
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task AClientStreamBringsAllItsRequests()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect();
        for (var i = 0; i < 100; i++)
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
        await call.RequestStream.CompleteAsync();
        (await call).Text.ShouldBe(string.Join(',', Enumerable.Range(0, 100)));
    }

    [Fact]
    public async Task ADuplexStreamAnswersEachRequestBeforeTheNext()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.Text.ShouldBe($"{i}");
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task AnEmptyMessageIsAMessage()
    {
        await using var server = await EchoServer.StartAsync();
        (await server.Client().UnaryAsync(new EchoRequest())).ShouldBe(new EchoReply());
    }
}
