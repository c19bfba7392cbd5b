using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Fixtures;

/// <summary>A gRPC request made by hand, and what came back.</summary>
/// <param name="Http">The HTTP status.</param>
/// <param name="Status">grpc-status of the trailers, or of the headers when there is no body.</param>
/// <param name="Message">grpc-message, as it was sent.</param>
/// <param name="Response">The whole response.</param>
/// <param name="Body">The response body.</param>
internal sealed record RawCall(HttpStatusCode Http, string? Status, string? Message, HttpResponseMessage Response, byte[] Body)
{
    public const string Unary = "/mcts.test.v1.Echo/Unary";
    public const string Collect = "/mcts.test.v1.Echo/Collect";
    public const string Expand = "/mcts.test.v1.Echo/Expand";
    public const string Chat = "/mcts.test.v1.Echo/Chat";

    public static Task<RawCall> SendAsync(EchoServer server, string path, byte[] body, Action<HttpRequestMessage>? change = null) =>
        SendAsync(server, path, new ByteArrayContent(body), change);

    public static async Task<RawCall> SendAsync(EchoServer server, string path, HttpContent content, Action<HttpRequestMessage>? change = null)
    {
        using var client = server.RawClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        change?.Invoke(request);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        var bytes = await response.Content.ReadAsByteArrayAsync().Soon();
        var source = response.Headers.Contains("grpc-status") ? response.Headers : response.TrailingHeaders;
        return new RawCall(response.StatusCode, First(source, "grpc-status"), First(source, "grpc-message"), response, bytes);
    }

    /// <summary>A message in its frame.</summary>
    public static byte[] Frame(EchoRequest message, byte flag = 0) => Frame(message.ToByteArray(), flag);

    public static byte[] Frame(byte[] message, byte flag = 0, uint? length = null)
    {
        var announced = length ?? (uint)message.Length;
        return [flag, (byte)(announced >> 24), (byte)(announced >> 16), (byte)(announced >> 8), (byte)announced, .. message];
    }

    private static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.First() : null;
}
