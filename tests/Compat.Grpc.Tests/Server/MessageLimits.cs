using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class MessageLimits
{
    private const int Mebi = 1024 * 1024;

    [Fact]
    public async Task ThreeMebibytesGoBothWays()
    {
        await using var server = await EchoServer.StartAsync();
        var payload = Payload(3 * Mebi);
        (await server.Client().UnaryAsync(new EchoRequest { Payload = payload })).Payload.Equals(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task TheServerRefusesMoreThanFourMebibytes()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        for (var i = 0; i < 20; i++)
        {
            var error = await client.UnaryAsync(new EchoRequest { Payload = Payload((4 * Mebi) + 1) }).Error();
            error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
            error.Status.Detail.ShouldContain("4194304");
        }

        server.State.Created.ShouldBe(0);
    }

    [Fact]
    public async Task TheServerRefusesALargeMessageInAStream()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect();
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Payload = Payload((4 * Mebi) + 1) });
            await call.RequestStream.CompleteAsync();
            await call.ResponseAsync.Soon();
        });
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        (await call.ResponseAsync.Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task TheClientRefusesMoreThanFourMebibytes()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "big-reply", Count = 4 * Mebi }).Error();
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task ExactlyTheLimitIsAllowed()
    {
        // A payload of n bytes takes a tag and a length besides.
        await using var server = await EchoServer.StartAsync(options: options => options.MaxReceiveMessageSize = 1000);
        var client = server.Client(options => options.MaxReceiveMessageSize = 1000);
        (await client.UnaryAsync(new EchoRequest { Payload = Payload(997) })).CalculateSize().ShouldBe(1000);
        (await client.UnaryAsync(new EchoRequest { Payload = Payload(998) }).Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task LimitsCanBeLifted()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.MaxReceiveMessageSize = null);
        var payload = Payload(40 * Mebi);
        var reply = await server.Client(options => options.MaxReceiveMessageSize = null).UnaryAsync(new EchoRequest { Payload = payload });
        reply.Payload.Equals(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task AStreamMayBeLongerThanWhatAnHttpBodyMayBe()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect();
        for (var i = 0; i < 40; i++)
            await call.RequestStream.WriteAsync(new EchoRequest { Text = "x", Payload = Payload(Mebi) });
        await call.RequestStream.CompleteAsync();
        (await call).Index.ShouldBe(40);
    }

    [Fact]
    public async Task TheClientsOwnLimitForSendingIsAnErrorBeforeAnythingIsSent()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client(options => options.MaxSendMessageSize = 100);
        (await client.UnaryAsync(new EchoRequest { Payload = Payload(200) }).Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        server.State.Entered.IsCompleted.ShouldBeFalse();
        (await client.UnaryAsync(new EchoRequest { Text = "small" })).Text.ShouldBe("small");
    }

    [Fact]
    public async Task AMessageThatIsTooLargeToWriteLeavesTheStreamUsable()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client(options => options.MaxSendMessageSize = 100).Collect();
        (await call.RequestStream.WriteAsync(new EchoRequest { Payload = Payload(200) }).Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "small" });
        await call.RequestStream.CompleteAsync();
        (await call).Text.ShouldBe("small");
    }

    [Fact]
    public async Task TheServersLimitForSendingIsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.MaxSendMessageSize = 100);
        var client = server.Client();
        (await client.UnaryAsync(new EchoRequest { Payload = Payload(200) }).Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        using var stream = client.Expand(new EchoRequest { Count = 2, Payload = Payload(200) });
        (await stream.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    private static ByteString Payload(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
