using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class Draining
{
    [Fact]
    public async Task ACallThatRunsAtShutdownIsAnswered()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().UnaryAsync(new EchoRequest { Text = "late", Behaviour = "wait" });
        await server.State.Entered.Soon();
        var stop = server.StopAsync();
        server.State.Let();
        (await call.ResponseAsync.Soon()).Text.ShouldBe("late");
        await stop.Soon();
    }

    [Fact]
    public async Task AStreamThatIsOpenAtShutdownIsServedToItsEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var stop = server.StopAsync();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "b" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        call.ResponseStream.Current.Text.ShouldBe("b");
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeFalse();
        await stop.Soon();
    }

    [Fact]
    public async Task AStreamThatDoesNotEndIsCancelledWhenTheTimeForShutdownIsOver()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "hang" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await server.StopAsync(patience.Token).Soon();
        await server.State.Cancelled.Soon();
        (await next.Error()).StatusCode.ShouldBeOneOf(StatusCode.Unavailable, StatusCode.Internal, StatusCode.Cancelled);
    }
}
