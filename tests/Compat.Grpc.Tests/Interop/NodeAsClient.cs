using System.Text.Json;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Compat.Grpc.Tests.Interop;

/// <summary>The official library for Node calls our server.</summary>
public sealed class NodeAsClient
{
    [RequiresFact("node", "npm:grpc")]
    public async Task AUnaryCallBringsItsResponse()
    {
        var result = await CallAsync("unary");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("response").GetProperty("text").GetString().ShouldBe("hello");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ThreeMebibytesGoBothWays()
    {
        var result = await CallAsync("large");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("response").GetProperty("size").GetInt32().ShouldBe(3 * 1024 * 1024);
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task MoreThanTheLimitIsResourceExhausted() => Code(await CallAsync("tooLarge")).ShouldBe(StatusCode.ResourceExhausted);

    [RequiresFact("node", "npm:grpc")]
    public async Task GzipGoesBothWays()
    {
        var result = await CallAsync("gzip");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("response").GetProperty("size").GetInt32().ShouldBe(100_000);
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AStatusComesWithItsTrailers()
    {
        var result = await CallAsync("error");
        Code(result).ShouldBe(StatusCode.NotFound);
        result.GetProperty("details").GetString().ShouldBe("nothing: ü %");
        result.GetProperty("trailers").GetProperty("reason").GetString().ShouldBe("absent");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AnUnexpectedExceptionIsUnknown()
    {
        var result = await CallAsync("throwing");
        Code(result).ShouldBe(StatusCode.Unknown);
        result.GetProperty("details").GetString()!.ShouldNotContain("hunter2");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task StatusDetailsComeAsBytes()
    {
        var result = await CallAsync("details");
        Code(result).ShouldBe(StatusCode.InvalidArgument);
        Bytes(result.GetProperty("trailers").GetProperty("grpc-status-details-bin")).ShouldBe(new byte[] { 0, 1, 255 });
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task MetadataGoesBothWays()
    {
        var result = await CallAsync("metadata");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("trailers").GetProperty("x-text").GetString().ShouldBe("one");
        result.GetProperty("counts").GetProperty("x-bytes-bin").GetInt32().ShouldBe(2);
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task HeadersAndTrailersArrive()
    {
        var result = await CallAsync("headers");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("headers").GetProperty("early").GetString().ShouldBe("yes");
        Bytes(result.GetProperty("headers").GetProperty("early-bin")).ShouldBe(new byte[] { 250, 251 });
        Bytes(result.GetProperty("trailers").GetProperty("late-bin")).ShouldBe(new byte[] { 1, 2, 3 });
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ADeadlineEndsTheCallAndCancelsTheMethod()
    {
        await using var server = await EchoServer.StartAsync();
        Code(await CallAsync(server, "deadline")).ShouldBe(StatusCode.DeadlineExceeded);
        await server.State.Cancelled.Soon();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ADeadlineEndsTheCallOfADeafMethod()
    {
        await using var server = await EchoServer.StartAsync();
        Code(await CallAsync(server, "deadlineDeaf")).ShouldBe(StatusCode.DeadlineExceeded);
        server.State.Let();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ACancelledCallCancelsTheMethod()
    {
        await using var server = await EchoServer.StartAsync();
        Code(await CallAsync(server, "cancel")).ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ACancelledStreamCancelsTheMethod()
    {
        await using var server = await EchoServer.StartAsync();
        Code(await CallAsync(server, "cancelStream")).ShouldBe(StatusCode.Cancelled);
        await server.State.Cancelled.Soon();
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AClientStreamBringsAllItsRequests()
    {
        var result = await CallAsync("collect");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("response").GetProperty("text").GetString().ShouldBe(string.Join(',', Enumerable.Range(0, 100)));
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AServerStreamBringsAllItsResponsesInOrder()
    {
        var result = await CallAsync("expand");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("indexes").Deserialize<int[]>().ShouldBe(Enumerable.Range(0, 1000));
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AStatusAfterSomeMessagesComesAfterThem()
    {
        var result = await CallAsync("expandError");
        Code(result).ShouldBe(StatusCode.NotFound);
        result.GetProperty("indexes").GetArrayLength().ShouldBe(3);
        result.GetProperty("details").GetString().ShouldBe("enough");
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task ADuplexStreamAnswersEachRequestBeforeTheNext()
    {
        var result = await CallAsync("chat");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("texts").Deserialize<string[]>().ShouldBe(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [RequiresFact("node", "npm:grpc")]
    public async Task AMethodThatDoesNotExistIsUnimplemented() => Code(await CallAsync("unknown")).ShouldBe(StatusCode.Unimplemented);

    [RequiresFact("node", "npm:grpc")]
    public async Task TheHealthServiceAnswers()
    {
        await using var server = await EchoServer.StartAsync(services => services.AddGrpcHealthChecks(), app => app.MapGrpcHealthChecksService());
        var result = await CallAsync(server, "health");
        Code(result).ShouldBe(StatusCode.OK);
        result.GetProperty("response").Deserialize<int[]>().ShouldBe([8, 1]);
    }

    private static async Task<JsonElement> CallAsync(string scenario)
    {
        await using var server = await EchoServer.StartAsync();
        return await CallAsync(server, scenario);
    }

    private static async Task<JsonElement> CallAsync(EchoServer server, string scenario)
    {
        await using var node = ChildProcess.Start("node", [Path.Combine(Repository.NpmFolder("grpc"), "client.mjs"), server.Address.Authority, scenario]);
        var line = await node.WaitForLineAsync(line => line.StartsWith('{'), TimeSpan.FromSeconds(60));
        return JsonDocument.Parse(line).RootElement;
    }

    private static StatusCode Code(JsonElement result) => (StatusCode)result.GetProperty("code").GetInt32();

    // As Node writes a buffer.
    private static byte[] Bytes(JsonElement buffer) => [.. buffer.GetProperty("data").EnumerateArray().Select(b => b.GetByte())];
}
