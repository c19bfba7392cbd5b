using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class Compressing
{
    private static readonly ByteString Zeros = ByteString.CopyFrom(new byte[100_000]);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task TheClientCompressesWhenItIsAskedTo(string encoding)
    {
        await using var server = await EchoServer.StartAsync();
        var reply = await server.Client().UnaryAsync(new EchoRequest { Payload = Zeros }, new Metadata { { "grpc-internal-encoding-request", encoding } });
        reply.Payload.Equals(Zeros).ShouldBeTrue();
        server.State.RequestHeaders!.Get("grpc-internal-encoding-request").ShouldBeNull();
    }

    [Fact]
    public async Task CompressedRequestsOfAStreamAreRead()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "a", Payload = Zeros });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "b", Payload = Zeros });
        await call.RequestStream.CompleteAsync();
        (await call).Text.ShouldBe("a,b");
    }

    [Fact]
    public async Task AnEncodingThatTheClientDoesNotKnowIsItsOwnError()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest(), new Metadata { { "grpc-internal-encoding-request", "snappy" } }).Error();
        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldContain("snappy");
    }

    [Fact]
    public async Task TheServerCompressesForAClientThatAcceptsIt()
    {
        await using var server = await EchoServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "gzip");
        var raw = await SendAsync(server, "gzip");
        raw.Response.Headers.GetValues("grpc-encoding").ShouldHaveSingleItem().ShouldBe("gzip");
        raw.Body[0].ShouldBe((byte)1);
        raw.Body.Length.ShouldBeLessThan(10_000);
        (await server.Client().UnaryAsync(new EchoRequest { Payload = Zeros })).Payload.Equals(Zeros).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity,deflate")]
    [InlineData("gzipx")]
    public async Task TheServerDoesNotCompressForAClientThatDoesNotAcceptIt(string? accepted)
    {
        await using var server = await EchoServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "gzip");
        var raw = await SendAsync(server, accepted);
        raw.Body[0].ShouldBe((byte)0);
        raw.Body.Length.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public async Task AMethodMayAskForCompression()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await SendAsync(server, "identity, gzip", "gzip");
        raw.Body[0].ShouldBe((byte)1);
        (await server.Client().UnaryAsync(new EchoRequest { Payload = Zeros, Behaviour = "gzip" })).Payload.Equals(Zeros).ShouldBeTrue();
    }

    [Fact]
    public async Task ACompressionThatNobodyKnowsStopsTheServerAtItsStart()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => EchoServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "snappy"));
        error.Message.ShouldContain("snappy");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task ABombIsRefused(string encoding)
    {
        await using var server = await EchoServer.StartAsync();
        var bomb = Bomb(encoding, 256);
        bomb.Length.ShouldBeLessThan(4_000_000);
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(bomb, flag: 1), request => request.Headers.Add("grpc-encoding", encoding));
        raw.Status.ShouldBe("8");
    }

    [Fact]
    public async Task NoMoreOfABombIsDecompressedThanTheLimit()
    {
        var provider = new Counting();
        await using var server = await EchoServer.StartAsync(options: options => options.CompressionProviders.Add(provider));
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(Bomb("gzip", 256), flag: 1), request => request.Headers.Add("grpc-encoding", "counted"));
        raw.Status.ShouldBe("8");
        provider.Decompressed.ShouldBeInRange(4 * 1024 * 1024, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task ABombIsStoppedAtTheLimitOfTheClient()
    {
        await using var server = await EchoServer.StartAsync(options: options =>
        {
            options.ResponseCompressionAlgorithm = "gzip";
            options.MaxSendMessageSize = null;
        });
        var error = await server.Client().UnaryAsync(new EchoRequest { Behaviour = "big-reply", Count = 64 * 1024 * 1024 }).Error();
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task AProviderOfOnesOwnIsUsedOnBothSides()
    {
        await using var server = await EchoServer.StartAsync(options: options =>
        {
            options.CompressionProviders.Add(new Brotli());
            options.ResponseCompressionAlgorithm = "br";
        });
        var client = server.Client(options => options.CompressionProviders = [new Brotli()]);
        (await client.UnaryAsync(new EchoRequest { Payload = Zeros }, new Metadata { { "grpc-internal-encoding-request", "br" } })).Payload.Equals(Zeros).ShouldBeTrue();
    }

    private static Task<RawCall> SendAsync(EchoServer server, string? accepted, string behaviour = "") =>
        RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Payload = Zeros, Behaviour = behaviour }), request =>
        {
            if (accepted is not null)
                request.Headers.TryAddWithoutValidation("grpc-accept-encoding", accepted);
        });

    private static byte[] Bomb(string encoding, int mebibytes)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < mebibytes; i++)
                stream.Write(zeros);
        }

        return target.ToArray();
    }

    private sealed class Brotli : ICompressionProvider
    {
        public string EncodingName => "br";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new BrotliStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

        public Stream CreateDecompressionStream(Stream stream) => new BrotliStream(stream, CompressionMode.Decompress);
    }

    // gzip that counts what comes out of it.
    private sealed class Counting : ICompressionProvider
    {
        public long Decompressed { get; private set; }

        public string EncodingName => "counted";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);

        public Stream CreateDecompressionStream(Stream stream) => new CountingStream(this, stream);

        private sealed class CountingStream(Counting counter, Stream source) : GZipStream(source, CompressionMode.Decompress)
        {
            public override int Read(Span<byte> buffer)
            {
                var count = base.Read(buffer);
                counter.Decompressed += count;
                return count;
            }
        }
    }
}
