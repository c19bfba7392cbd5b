using Google.Protobuf;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using MctsAspire.Testing;
using Microsoft.Extensions.Logging;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class StatusMapping
{
    [Fact]
    public async Task AnUnexpectedExceptionIsUnknownAndItsTextStaysOnTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "throw" }).Error();
        error.StatusCode.ShouldBe(StatusCode.Unknown);
        error.Status.Detail.ShouldNotContain("hunter2");
        error.Status.Detail.ShouldNotContain(nameof(InvalidOperationException));
        server.Logs.All.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains("hunter2"));
    }

    [Fact]
    public async Task DetailedErrorsShowTheText()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.EnableDetailedErrors = true);
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "throw" }).Error();
        error.Status.Detail.ShouldContain("hunter2");
    }

    [Fact]
    public async Task AStatusThrownComesWithItsTrailers()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().UnaryAsync(new EchoRequest { Behaviour = "fail", Text = "nothing here: ü, 100%\n" });
        var error = await call.Error();
        error.Status.ShouldBe(new Status(StatusCode.NotFound, "nothing here: ü, 100%\n"));
        error.Trailers.GetValue("reason").ShouldBe("absent");
        error.Trailers.GetValueBytes("details-bin").ShouldBe(new byte[] { 0, 1, 255 });
        call.GetStatus().StatusCode.ShouldBe(StatusCode.NotFound);
        call.GetTrailers().GetValue("reason").ShouldBe("absent");
    }

    [Fact]
    public async Task AStatusThrownAfterSomeMessagesComesAfterThem()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Expand(new EchoRequest { Behaviour = "fail", Count = 3, Text = "enough" });
        var count = 0;
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().Soon())
                count++;
        });
        count.ShouldBe(3);
        error.Status.ShouldBe(new Status(StatusCode.NotFound, "enough"));
        error.Trailers.GetValue("reason").ShouldBe("absent");
    }

    [Fact]
    public async Task StatusDetailsComeAsBytes()
    {
        var details = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "rich-error", Payload = ByteString.CopyFrom(details) }).Error();
        error.Trailers.GetValueBytes("grpc-status-details-bin").ShouldBe(details);
    }

    [Fact]
    public async Task AStatusThatTheMethodSetsIsTheStatusOfTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "status" }).Error();
        error.Status.ShouldBe(new Status(StatusCode.DataLoss, "set, not thrown"));
    }

    [Fact]
    public async Task AVeryLongDetailStillBringsItsCode()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "fail", Text = new string('é', 200_000) }).Error();
        error.StatusCode.ShouldBe(StatusCode.NotFound);
        error.Status.Detail.ShouldStartWith("éééé");
    }

    [Fact]
    public async Task AFailureInAClientStreamReachesTheResponse()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        // Often, since the server's answer races with the request, which is still open: the write may meet it as well as the response.
        for (var i = 0; i < 60; i++)
        {
            using var call = client.Collect();
            var error = await Should.ThrowAsync<RpcException>(async () =>
            {
                await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = "fail", Text = "no" }).Soon();
                await call.ResponseAsync.Soon();
            });
            error.Status.ShouldBe(new Status(StatusCode.NotFound, "no"));
            (await call.ResponseAsync.Error()).Status.ShouldBe(new Status(StatusCode.NotFound, "no"));
        }
    }

    [Fact]
    public async Task AnErrorWithoutABodyCarriesItsStatusInTheHeaders()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Behaviour = "fail", Text = "gone" }));
        raw.Response.Headers.GetValues("grpc-status").ShouldHaveSingleItem().ShouldBe("5");
        raw.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task ASuccessCarriesItsStatusInTheTrailers()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Text = "a" }));
        raw.Response.Headers.Contains("grpc-status").ShouldBeFalse();
        raw.Response.TrailingHeaders.GetValues("grpc-status").ShouldHaveSingleItem().ShouldBe("0");
        raw.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/grpc");
        raw.Body[..5].ShouldBe(new byte[] { 0, 0, 0, 0, (byte)(raw.Body.Length - 5) });
    }

    [Fact]
    public async Task EachCallGetsAServiceOfItsOwnThatIsDisposed()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        await client.UnaryAsync(new EchoRequest());
        await client.UnaryAsync(new EchoRequest { Behaviour = "throw" }).Error();
        await Eventually.HoldsAsync(() => server.State.Disposed == 2);
        server.State.Created.ShouldBe(2);
    }
}
