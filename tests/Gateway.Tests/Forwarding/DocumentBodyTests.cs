using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MctsAspire.Protos.Rest;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

public sealed class DocumentBodyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Theory]
    [InlineData("application/json", """[{"title":"t","text":"x"}]""")]
    [InlineData("text/markdown; charset=utf-8", "# Title\n\nText é")]
    [InlineData("text/plain", "Text")]
    public async Task DocumentsGoThroughUnchanged(string contentType, string body)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/documents?title=a", Encoding.UTF8.GetBytes(body), contentType);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        upstream.Single.Target.ShouldBe("/documents?title=a");
        upstream.Single.Text.ShouldBe(body);
        upstream.Single.Headers["Content-Type"].ShouldBe(contentType);
    }

    [Theory]
    [InlineData("application/pdf")]
    [InlineData("application/octet-stream")]
    [InlineData("multipart/form-data; boundary=a")]
    [InlineData(null)]
    public async Task AnotherKindOfBodyIsRefused(string? contentType)
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/documents", [1, 2, 3], contentType);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        var error = await TestGateway.ErrorOfAsync(response);
        error.ErrorCode.ShouldBe("UNSUPPORTED_MEDIA_TYPE");
        error.Message.ShouldStartWith("content-type: ");
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task ALargeBodyIsStreamed()
    {
        var firstBytes = new TaskCompletionSource();
        var rest = new TaskCompletionSource();
        await using var upstream = await Upstream.StartAsync(
            async context =>
            {
                await context.Request.Body.ReadExactlyAsync(new byte[1024], context.RequestAborted);
                firstBytes.SetResult();
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                await context.Response.WriteAsync("{}");
            },
            readsBody: false);
        await using var gateway = await TestGateway.StartAsync(upstream);
        using var content = new PausingContent(new byte[16 * 1024], rest.Task, new byte[6 * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var response = gateway.Client.PostAsync(new Uri("/documents", UriKind.Relative), content);
        // The beginning arrives while the client still holds the rest back.
        await firstBytes.Task.WaitAsync(TimeSpan.FromSeconds(60));
        rest.SetResult();

        (await response).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("application/json", Limits.DocumentsBodyBytes)]
    [InlineData("text/plain", Limits.DocumentBytes)]
    public async Task ABodyThatSaysItIsTooLargeIsNotEvenBegun(string contentType, int maximum)
    {
        var (gateway, upstream) = fixture.Fresh();

        var response = await gateway.SendRawAsync(
            $"POST /documents HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: {contentType}\r\nContent-Length: {maximum + 1}\r\nConnection: close\r\n\r\nabc");

        response.ShouldStartWith("HTTP/1.1 413");
        response.ShouldContain("PAYLOAD_TOO_LARGE");
        response.ShouldContain($"body: must have at most {maximum} bytes.");
        upstream.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("application/json", Limits.DocumentsBodyBytes)]
    [InlineData("text/plain", Limits.DocumentBytes)]
    public async Task ABodyThatGrowsTooLargeIsCutOff(string contentType, int maximum)
    {
        var (gateway, upstream) = fixture.Fresh();
        // Not a byte more than is one too many: whoever goes on sending may meet a closed connection before he reads the answer.
        var response = await gateway.SendRawAsync(
            $"POST /documents HTTP/1.1\r\nHost: a\r\nX-API-Key: {TestGateway.Key}\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{maximum + 1:x}\r\n{new string(' ', maximum + 1)}");

        response.ShouldStartWith("HTTP/1.1 413");
        response.ShouldContain("PAYLOAD_TOO_LARGE");
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnEmptyBodyIsRefused()
    {
        var (gateway, upstream) = fixture.Fresh();

        using var response = await gateway.PostAsync("/documents", []);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldStartWith("body: is empty");
    }

    [Fact]
    public async Task AnEncodedBodyIsRefused()
    {
        var (gateway, upstream) = fixture.Fresh();
        using var content = new ByteArrayContent([31, 139, 8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await gateway.Client.PostAsync(new Uri("/documents", UriKind.Relative), content);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldStartWith("content-encoding: ");
    }

    /// <summary>A body of unknown length in two parts, the second of which waits.</summary>
    private sealed class PausingContent(byte[] first, Task pause, byte[] second) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(first);
            await stream.FlushAsync();
            await pause;
            await stream.WriteAsync(second);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
