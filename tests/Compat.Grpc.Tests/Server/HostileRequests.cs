using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class HostileRequests
{
    private const string Ok = "0";
    private const string ResourceExhausted = "8";
    private const string Unimplemented = "12";
    private const string Internal = "13";

    private static readonly byte[] Hello = RawCall.Frame(new EchoRequest { Text = "hello" });

    [Theory]
    [InlineData(2)]
    [InlineData(128)]
    [InlineData(255)]
    public async Task AFlagThatIsNeither0Nor1IsInternal(byte flag) =>
        await AnswersAsync(RawCall.Unary, RawCall.Frame(new EchoRequest(), flag), Internal);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public async Task AMessageThatIsCutOffIsInternal(int length) => await AnswersAsync(RawCall.Unary, Hello[..length], Internal);

    [Fact]
    public async Task AMessageThatIsCutOffInAStreamIsInternal() => await AnswersAsync(RawCall.Collect, [.. Hello, .. Hello[..7]], Internal);

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(int.MaxValue)]
    [InlineData(2147483648)]
    [InlineData(4194305)]
    public async Task AnAnnouncedLengthBeyondTheLimitIsRefusedBeforeTheBytesCome(uint length) =>
        await AnswersAsync(RawCall.Unary, RawCall.Frame([1, 2, 3], length: length), ResourceExhausted);

    [Fact]
    public async Task NoMessageForAUnaryMethodIsUnimplemented() => await AnswersAsync(RawCall.Unary, [], Unimplemented);

    [Fact]
    public async Task TwoMessagesForAUnaryMethodAreUnimplemented() => await AnswersAsync(RawCall.Unary, [.. Hello, .. Hello], Unimplemented);

    [Fact]
    public async Task BytesAfterTheMessageOfAUnaryMethodAreUnimplemented() => await AnswersAsync(RawCall.Unary, [.. Hello, 0], Unimplemented);

    [Fact]
    public async Task NoMessageForAServerStreamIsUnimplemented() => await AnswersAsync(RawCall.Expand, [], Unimplemented);

    [Fact]
    public async Task NoMessageForAClientStreamIsFine() => await AnswersAsync(RawCall.Collect, [], Ok);

    [Fact]
    public async Task BytesThatAreNoMessageOfTheTypeAreInternal() => await AnswersAsync(RawCall.Unary, RawCall.Frame([0xff, 0xff, 0xff]), Internal);

    [Fact]
    public async Task TextThatIsNotUtf8IsReadOrRefusedButNeverCrashes()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame([0x0a, 2, 0xc3, 0x28]));
        raw.Status.ShouldBeOneOf(Ok, Internal);
    }

    [Fact]
    public async Task ACompressedMessageWithoutAnEncodingIsInternal() => await AnswersAsync(RawCall.Unary, RawCall.Frame(new EchoRequest(), flag: 1), Internal);

    [Fact]
    public async Task ACompressedMessageWithTheIdentityEncodingIsInternal() =>
        await AnswersAsync(RawCall.Unary, RawCall.Frame(new EchoRequest(), flag: 1), Internal, request => request.Headers.Add("grpc-encoding", "identity"));

    [Fact]
    public async Task AnUnknownEncodingIsUnimplementedAndTheKnownOnesAreNamed()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest(), flag: 1), request => request.Headers.Add("grpc-encoding", "snappy"));
        raw.Status.ShouldBe(Unimplemented);
        raw.Message!.ShouldContain("snappy");
        var accepted = raw.Response.Headers.GetValues("grpc-accept-encoding").Single().Split(',');
        accepted.ShouldContain("gzip");
        accepted.ShouldNotContain("snappy");
    }

    [Fact]
    public async Task AMessageThatIsNotGzipAlthoughItSaysSoIsInternal() =>
        await AnswersAsync(RawCall.Unary, RawCall.Frame(Encoding.ASCII.GetBytes("not gzip at all"), flag: 1), Internal, request => request.Headers.Add("grpc-encoding", "gzip"));

    [Fact]
    public async Task AFrameInPiecesOfOneByteIsReadAsAWhole()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, new PiecesContent(Hello));
        raw.Status.ShouldBe(Ok);
        EchoReply.Parser.ParseFrom(raw.Body.AsSpan(5)).Text.ShouldBe("hello");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    public async Task AnotherContentTypeIs415(string contentType)
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, Hello, request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue(contentType));
        raw.Http.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task AMissingContentTypeIs415()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, Hello, request => request.Content!.Headers.ContentType = null);
        raw.Http.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("Application/GRPC")]
    public async Task OtherFormsOfTheContentTypeAreGrpcToo(string contentType) =>
        await AnswersAsync(RawCall.Unary, Hello, Ok, request =>
        {
            request.Content!.Headers.ContentType = null;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task AnotherMethodThanPostIs405(string method)
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, Hello, request => request.Method = new HttpMethod(method));
        raw.Http.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("/mcts.test.v1.Echo/Absent")]
    [InlineData("/mcts.test.v1.Echo/unary")]
    [InlineData("/absent.Service/Unary")]
    public async Task AMethodThatDoesNotExistIsUnimplemented(string path) => await AnswersAsync(path, Hello, Unimplemented);

    [Fact]
    public async Task AnUnknownPathOfAnotherContentTypeIs404()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, "/absent/thing", Hello, request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json"));
        raw.Http.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task OtherEndpointsStayReachableBesideTheServices()
    {
        await using var server = await EchoServer.StartAsync(routes: app => app.MapPost("/a/b", () => "mine"));
        using var client = server.RawClient();
        using var response = await client.PostAsync("/a/b", new StringContent("x"));
        (await response.Content.ReadAsStringAsync()).ShouldBe("mine");
    }

    [Fact]
    public async Task Http1IsAskedToUpgrade()
    {
        await using var server = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        var raw = await RawCall.SendAsync(server, RawCall.Unary, Hello, request => request.Version = HttpVersion.Version11);
        raw.Http.ShouldBe(HttpStatusCode.UpgradeRequired);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("1")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    public async Task AMalformedTimeoutIsIgnored(string timeout) =>
        await AnswersAsync(RawCall.Unary, Hello, Ok, request => request.Headers.TryAddWithoutValidation("grpc-timeout", timeout));

    [Fact]
    public async Task AfterHostileRequestsTheServerStillServes()
    {
        await using var server = await EchoServer.StartAsync();
        foreach (var body in (byte[][])[[], [9], RawCall.Frame([], 7), RawCall.Frame([1], 0, uint.MaxValue), [.. Hello, .. Hello]])
            await RawCall.SendAsync(server, RawCall.Unary, body);
        (await server.Client().UnaryAsync(new EchoRequest { Text = "still here" })).Text.ShouldBe("still here");
    }

    private static async Task AnswersAsync(string path, byte[] body, string status, Action<HttpRequestMessage>? change = null)
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, path, body, change);
        raw.Http.ShouldBe(HttpStatusCode.OK);
        raw.Status.ShouldBe(status, raw.Message);
    }

    // Sends a body byte by byte, each in a DATA frame of its own.
    private sealed class PiecesContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var piece in bytes.Chunk(1))
            {
                await stream.WriteAsync(piece);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
