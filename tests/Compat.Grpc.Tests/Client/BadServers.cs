using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MctsAspire.Compat.Grpc.Tests.Client;

/// <summary>What a client makes of answers that are not gRPC as it should be.</summary>
public sealed class BadServers
{
    private static readonly byte[] Hello = RawCall.Frame(new EchoRequest { Text = "hello" });

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(431, StatusCode.Internal)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(302, StatusCode.Unknown)]
    public async Task AnHttpStatusIsMappedWhenThereIsNoOther(int http, StatusCode code)
    {
        var error = await ErrorAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });
        error.StatusCode.ShouldBe(code);
        error.Status.Detail.ShouldContain($"{http}");
    }

    [Fact]
    public async Task AGrpcStatusGoesBeforeTheHttpStatus() =>
        (await ErrorAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.GrpcStatus = "5";
            return Task.CompletedTask;
        })).StatusCode.ShouldBe(StatusCode.NotFound);

    [Fact]
    public async Task AnotherContentTypeIsUnknown() =>
        (await ErrorAsync(context => context.Response.WriteAsync("<html>hello</html>"))).StatusCode.ShouldBe(StatusCode.Unknown);

    [Fact]
    public async Task AnEndWithoutAStatusIsUnknown() => (await ErrorAsync(Answer(Hello, status: null))).StatusCode.ShouldBe(StatusCode.Unknown);

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("five")]
    public async Task AStatusThatIsNoneIsUnknown(string status) => (await ErrorAsync(Answer(Hello, status))).StatusCode.ShouldBe(StatusCode.Unknown);

    [Fact]
    public async Task ABrokenPercentEncodingStillBringsTheMessage() =>
        (await ErrorAsync(Answer([], "9", "50%zz off%2"))).Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "50%zz off%2"));

    [Fact]
    public async Task NoMessageFromAUnaryMethodIsUnimplemented() => (await ErrorAsync(Answer([], "0"))).StatusCode.ShouldBe(StatusCode.Unimplemented);

    [Fact]
    public async Task AnOkInTheHeadersWithoutAMessageIsUnimplemented() =>
        (await ErrorAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers.GrpcStatus = "0";
            return Task.CompletedTask;
        })).StatusCode.ShouldBe(StatusCode.Unimplemented);

    [Fact]
    public async Task TwoMessagesFromAUnaryMethodAreUnimplemented() => (await ErrorAsync(Answer([.. Hello, .. Hello], "0"))).StatusCode.ShouldBe(StatusCode.Unimplemented);

    [Fact]
    public async Task AMessageThatIsCutOffIsInternal() => (await ErrorAsync(Answer(Hello[..7], "0"))).StatusCode.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task AFlagThatIsNeither0Nor1IsInternal() => (await ErrorAsync(Answer([7, .. Hello[1..]], "0"))).StatusCode.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task AnAnnouncedLengthBeyondTheLimitIsResourceExhausted() =>
        (await ErrorAsync(Answer([0, 255, 255, 255, 255], "0"))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);

    [Fact]
    public async Task BytesThatAreNoMessageOfTheTypeAreInternal() => (await ErrorAsync(Answer(RawCall.Frame([0xff, 0xff]), "0"))).StatusCode.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task ACompressedMessageWithoutAnEncodingIsInternal() => (await ErrorAsync(Answer(RawCall.Frame([1], flag: 1), "0"))).StatusCode.ShouldBe(StatusCode.Internal);

    [Fact]
    public async Task AnEncodingThatTheClientDoesNotKnowIsInternal()
    {
        var error = await ErrorAsync(context =>
        {
            context.Response.Headers.GrpcEncoding = "snappy";
            return Answer(RawCall.Frame([1], flag: 1), "0")(context);
        });
        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldContain("snappy");
    }

    [Fact]
    public async Task ATrailerThatIsNotBase64DoesNotHideTheStatus()
    {
        var error = await ErrorAsync(context =>
        {
            context.Response.Headers["broken-bin"] = "!";
            context.Response.Headers["whole-bin"] = "AQ";
            return Answer([], "5")(context);
        });
        error.StatusCode.ShouldBe(StatusCode.NotFound);
        error.Trailers.Get("broken-bin").ShouldBeNull();
        error.Trailers.GetValueBytes("whole-bin").ShouldBe(new byte[] { 1 });
    }

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x7, StatusCode.Unavailable)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task AResetIsMappedByItsCode(int reset, StatusCode code)
    {
        var error = await ErrorAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.FlushAsync();
            context.Features.Get<IHttpResetFeature>()!.Reset(reset);
        });
        error.StatusCode.ShouldBe(code);
    }

    [Fact]
    public async Task ARefusedConnectionIsUnavailable()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{FreePort.Next()}");
        var client = new Echo.EchoClient(channel);
        (await client.UnaryAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
        using var stream = client.Chat();
        (await stream.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
        (await stream.RequestStream.WriteAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task AHostThatDoesNotExistIsUnavailable()
    {
        using var channel = GrpcChannel.ForAddress("http://no-such-host.invalid:5000");
        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task AConnectionThatBreaksIsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var call = new Echo.EchoClient(channel).UnaryAsync(new EchoRequest());
        using (var socket = await listener.AcceptSocketAsync())
            socket.Close(0);
        listener.Stop();
        (await call.Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task AServerThatIsGoneInTheMiddleOfAStreamIsUnavailable()
    {
        var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Count = 1, Behaviour = "hang-deaf" });
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        var next = call.ResponseStream.MoveNext();
        await server.StopAsync(new CancellationToken(canceled: true));
        (await next.Error()).StatusCode.ShouldBeOneOf(StatusCode.Unavailable, StatusCode.Internal);
        server.State.Let();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task ACallAfterTheServerIsBackSucceedsOnTheSameChannel()
    {
        var server = await EchoServer.StartAsync();
        var address = server.Address;
        using var channel = server.Channel();
        var client = new Echo.EchoClient(channel);
        await client.UnaryAsync(new EchoRequest());
        await server.DisposeAsync();
        (await client.UnaryAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.Unavailable);
        await using var again = await EchoServer.StartAsync(port: address.Port);
        (await client.UnaryAsync(new EchoRequest { Text = "back" })).Text.ShouldBe("back");
    }

    [Fact]
    public async Task AServerThatSpeaksHttp1OnlyIsAnErrorThatSaysSo()
    {
        await using var server = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        (await server.Client().UnaryAsync(new EchoRequest()).Error()).StatusCode.ShouldBeOneOf(StatusCode.Internal, StatusCode.Unavailable);
    }

    [Fact]
    public async Task AStatusInTheTrailersOfAStreamEndsIt()
    {
        await using var server = await StartAsync(Answer([.. Hello, .. Hello], "10", "enough"));
        using var call = server.Client().Expand(new EchoRequest());
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        (await call.ResponseStream.MoveNext().Soon()).ShouldBeTrue();
        (await call.ResponseStream.MoveNext().Error()).Status.ShouldBe(new Status(StatusCode.Aborted, "enough"));
        (await call.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.Aborted);
    }

    private static RequestDelegate Answer(byte[] body, string? status, string? message = null) => async context =>
    {
        context.Response.ContentType = "application/grpc";
        if (body.Length > 0)
            await context.Response.Body.WriteAsync(body);
        else
            await context.Response.Body.FlushAsync();
        if (status is not null)
            context.Response.AppendTrailer("grpc-status", status);
        if (message is not null)
            context.Response.AppendTrailer("grpc-message", message);
        foreach (var (key, value) in context.Response.Headers.Where(header => header.Key.EndsWith("-bin", StringComparison.Ordinal)))
            context.Response.AppendTrailer(key, value);
    };

    private static async Task<RpcException> ErrorAsync(RequestDelegate answer)
    {
        await using var server = await StartAsync(answer);
        return await server.Client().UnaryAsync(new EchoRequest { Text = "hello" }).Error();
    }

    // In place of the echo service, the answer to everything.
    private static Task<EchoServer> StartAsync(RequestDelegate answer) => EchoServer.StartAsync(routes: app => app.Run(answer), mapEcho: false);
}
