using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class MetadataExchange
{
    [Fact]
    public async Task RequestMetadataReachesTheMethod()
    {
        await using var server = await EchoServer.StartAsync();
        await server.Client().UnaryAsync(new EchoRequest(), new Metadata { { "X-Text", "some text" }, { "x-bytes-bin", new byte[] { 0, 255, 7 } }, { "x-empty-bin", [] } });
        var headers = server.State.RequestHeaders!;
        headers.GetValue("x-text").ShouldBe("some text");
        headers.GetValueBytes("x-bytes-bin").ShouldBe(new byte[] { 0, 255, 7 });
        headers.GetValueBytes("x-empty-bin").ShouldBe(Array.Empty<byte>());
    }

    [Fact]
    public async Task ProtocolHeadersAreNotMetadata()
    {
        await using var server = await EchoServer.StartAsync();
        await server.Client().UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddMinutes(1));
        var keys = server.State.RequestHeaders!.Select(entry => entry.Key).ToList();
        keys.ShouldNotContain("te");
        keys.ShouldNotContain("grpc-timeout");
        keys.ShouldNotContain("grpc-accept-encoding");
        keys.ShouldNotContain("content-type");
        keys.ShouldNotContain(key => key.StartsWith(':'));
    }

    [Fact]
    public async Task SeveralBinaryValuesOfOneKeyAllArrive()
    {
        await using var server = await EchoServer.StartAsync();
        var sent = new byte[][] { [1], [2, 3], [], [4, 5, 6] };
        var metadata = new Metadata();
        foreach (var value in sent)
            metadata.Add("x-many-bin", value);
        using var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "echo-metadata" }, metadata);
        await call;
        server.State.RequestHeaders!.GetAll("x-many-bin").Select(entry => entry.ValueBytes).ShouldBe(sent);
        call.GetTrailers().GetAll("x-many-bin").Select(entry => entry.ValueBytes).ShouldBe(sent);
    }

    [Theory]
    [InlineData("AQID")]
    [InlineData("AQ==")]
    [InlineData("AQ")]
    public async Task PaddedAndUnpaddedBinaryHeadersAreRead(string value)
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest()), request => request.Headers.Add("x-raw-bin", value));
        raw.Status.ShouldBe("0");
        server.State.RequestHeaders!.GetValueBytes("x-raw-bin")![0].ShouldBe((byte)1);
    }

    [Fact]
    public async Task BinaryHeadersThatAreNotBase64AreInternalWhereTheyAreAskedFor()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest()), request => request.Headers.Add("x-raw-bin", "!"));
        raw.Status.ShouldBe("13");
        raw.Message!.ShouldContain("x-raw-bin");
    }

    [Fact]
    public async Task BinaryValuesAreSentWithoutPadding()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Behaviour = "headers" }));
        raw.Response.Headers.GetValues("early-bin").ShouldHaveSingleItem().ShouldBe("+vs");
        raw.Response.TrailingHeaders.GetValues("late-bin").ShouldHaveSingleItem().ShouldBe("AQID");
    }

    [Fact]
    public async Task ResponseHeadersAndTrailersArrive()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "headers" });
        var headers = await call.ResponseHeadersAsync.Soon();
        headers.GetValue("early").ShouldBe("yes");
        headers.GetValueBytes("early-bin").ShouldBe(new byte[] { 250, 251 });
        await call;
        call.GetTrailers().GetValue("late").ShouldBe("yes");
        call.GetTrailers().GetValueBytes("late-bin").ShouldBe(new byte[] { 1, 2, 3 });
        call.GetTrailers().Get("grpc-status").ShouldBeNull();
    }

    [Fact]
    public async Task ResponseHeadersArriveBeforeTheFirstMessage()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "headers" });
        (await call.ResponseHeadersAsync.Soon()).GetValue("early").ShouldBe("yes");
    }

    [Fact]
    public async Task ResponseHeadersOfACallThatNeverGotAnyFailWithItsStatus()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "hang" });
        var headers = call.ResponseHeadersAsync;
        call.Dispose();
        (await headers.Error()).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task TrailersAreNotThereBeforeTheEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "hang" });
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
        Should.Throw<InvalidOperationException>(() => call.GetStatus());
    }

    [Fact]
    public async Task AValueThatMayNotStandInAHeaderIsRefusedByTheClient()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest(), new Metadata { { "x-bad", "line\nbreak" } }).Error();
        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldContain("x-bad");
        server.State.Created.ShouldBe(0);
    }

    [Fact]
    public async Task ATrailerThatMayNotBeSentIsDroppedAndTheRestArrives()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.Interceptors.Add<BadTrailers>());
        using var call = server.Client().UnaryAsync(new EchoRequest { Text = "a" });
        (await call).Text.ShouldBe("a");
        call.GetTrailers().GetValue("good").ShouldBe("yes");
        call.GetTrailers().Get("bad").ShouldBeNull();
        server.Logs.All.ShouldContain(line => line.Level == LogLevel.Warning && line.Text.Contains("bad"));
    }

    [Fact]
    public async Task TheHttpRequestIsWithinReach()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.Interceptors.Add<SeesHttp>());
        using var call = server.Client().UnaryAsync(new EchoRequest());
        await call;
        call.GetTrailers().GetValue("seen").ShouldBe($"HTTP/2 POST {RawCall.Unary} {server.Address.Authority} ipv4:127.0.0.1 shared");
    }

    private sealed class BadTrailers : global::Grpc.Core.Interceptors.Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.ResponseTrailers.Add("good", "yes");
            context.ResponseTrailers.Add("bad", "ünïcode\r\n");
            context.ResponseTrailers.Add("grpc-status", "7");
            return continuation(request, context);
        }
    }

    private sealed class SeesHttp : global::Grpc.Core.Interceptors.Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            var http = context.GetHttpContext();
            context.UserState["key"] = "shared";
            var peer = context.Peer[..context.Peer.LastIndexOf(':')];
            context.ResponseTrailers.Add("seen", $"{http.Request.Protocol} {http.Request.Method} {context.Method} {context.Host} {peer} {http.Items["key"]}");
            return continuation(request, context);
        }
    }
}
