using System.Globalization;
using System.Net;
using Grpc.Core;
using MctsAspire.Compat.Grpc.Tests.Fixtures;
using MctsAspire.Compat.Grpc.Tests.Protos;

namespace MctsAspire.Compat.Grpc.Tests.Server;

public sealed class Deadlines
{
    private const string DeadlineExceeded = "4";

    [Fact]
    public async Task TheServerAnswersWhenTheTimeIsOverAndCancelsTheMethod()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await BegunAsync(server, limit =>
            RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Behaviour = "hang" }), request => request.Headers.Add("grpc-timeout", limit)));
        raw.Http.ShouldBe(HttpStatusCode.OK);
        raw.Status.ShouldBe(DeadlineExceeded);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task TheServerAnswersEvenIfTheMethodIsDeaf()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await BegunAsync(server, limit =>
            RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Behaviour = "hang-deaf" }), request => request.Headers.Add("grpc-timeout", limit)));
        raw.Status.ShouldBe(DeadlineExceeded);
        server.State.Left.IsCompleted.ShouldBeFalse();
        server.State.Let();
        await server.State.Left.Soon();
        (await server.Client().UnaryAsync(new EchoRequest { Text = "next" })).Text.ShouldBe("next");
    }

    [Fact]
    public async Task AStreamThatIsCutOffByTheDeadlineBringsItsMessagesAndThenTheStatus()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await BegunAsync(() => server.State.Sent >= 3, seconds => RawCall.SendAsync(
            server,
            RawCall.Expand,
            RawCall.Frame(new EchoRequest { Count = 3, Behaviour = "hang-deaf" }),
            request => request.Headers.Add("grpc-timeout", string.Create(CultureInfo.InvariantCulture, $"{seconds}S"))));
        raw.Status.ShouldBe(DeadlineExceeded);
        raw.Body.ShouldNotBeEmpty();
        server.State.Let();
    }

    [Fact]
    public async Task ATimeoutOfZeroIsOverAtOnce()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest { Behaviour = "hang" }), request => request.Headers.Add("grpc-timeout", "0n"));
        raw.Status.ShouldBe(DeadlineExceeded);
    }

    [Fact]
    public async Task AClientThatStillSendsIsAnsweredAtTheDeadline()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await BegunAsync(server, async limit =>
        {
            using var content = new OpenContent();
            return await RawCall.SendAsync(server, RawCall.Collect, content, request => request.Headers.Add("grpc-timeout", limit));
        });
        raw.Status.ShouldBe(DeadlineExceeded);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task AWriteThatWaitsForTheClientIsEndedByTheDeadline()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = server.RawClient();
        using var response = await BegunAsync(server, limit =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, RawCall.Expand)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(RawCall.Frame(new EchoRequest { Count = int.MaxValue, Payload = Google.Protobuf.ByteString.CopyFrom(new byte[100_000]) })),
            };
            request.Content.Headers.ContentType = new("application/grpc");
            request.Headers.Add("grpc-timeout", limit);

            // Nobody reads the body, so that the flow control window closes.
            return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Soon();
        });
        await server.State.Cancelled.Soon();
        await server.State.Left.Soon();
    }

    [Fact]
    public async Task TheMethodSeesTheDeadline()
    {
        await using var server = await EchoServer.StartAsync();
        var deadline = DateTime.UtcNow.AddHours(1);
        await server.Client().UnaryAsync(new EchoRequest(), deadline: deadline);
        server.State.Deadline.Kind.ShouldBe(DateTimeKind.Utc);
        server.State.Deadline.ShouldBe(deadline, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task WithoutADeadlineTheMethodSeesTheEndOfTime()
    {
        await using var server = await EchoServer.StartAsync();
        await server.Client().UnaryAsync(new EchoRequest());
        server.State.Deadline.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task AVeryLongTimeoutIsNoTimeout()
    {
        await using var server = await EchoServer.StartAsync();
        var raw = await RawCall.SendAsync(server, RawCall.Unary, RawCall.Frame(new EchoRequest()), request => request.Headers.Add("grpc-timeout", "99999999H"));
        raw.Status.ShouldBe("0");
    }

    [Fact]
    public async Task TheClientGivesUpAtItsDeadlineAndTheMethodIsCancelled()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        using var call = await BegunAsync(() => server.State.Entered.IsCompleted, async seconds =>
        {
            var call = client.UnaryAsync(new EchoRequest { Behaviour = "hang" }, deadline: DateTime.UtcNow.AddSeconds(seconds));
            (await call.Error()).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
            return call;
        });
        call.GetStatus().StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task ADeadlineInThePastNeverReachesTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var error = await server.Client().UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)).Error();
        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        server.State.Created.ShouldBe(0);
    }

    [Fact]
    public async Task AStreamReaderFailsAtTheDeadlineWhileItWaits()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var hasRead = false;
        using var call = await BegunAsync(() => hasRead, async seconds =>
        {
            var call = client.Expand(new EchoRequest { Count = 1, Behaviour = "hang" }, deadline: DateTime.UtcNow.AddSeconds(seconds));
            try
            {
                hasRead = await call.ResponseStream.MoveNext().Soon();
            }
            catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
            {
                return call;
            }

            (await call.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
            return call;
        });
        hasRead.ShouldBeTrue();
        await server.State.Cancelled.Soon();
    }

    [Fact]
    public async Task AStreamEndsAtTheDeadlineAlthoughNobodyReads()
    {
        await using var server = await EchoServer.StartAsync();
        var client = await ConnectedAsync(server);
        // Long enough for the server to begin on a busy machine, too.
        using var call = client.Chat(deadline: DateTime.UtcNow.AddSeconds(5));
        await server.State.Cancelled.Soon();

        // The two ends keep time by clocks of their own: a write may still go out when the server has given up, but none after the client has.
        (await call.ResponseStream.MoveNext().Error()).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        (await call.RequestStream.WriteAsync(new EchoRequest()).Error()).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task ADeadlineThatIsNotUtcIsRefused()
    {
        await using var server = await EchoServer.StartAsync();
        Should.Throw<InvalidOperationException>(() => server.Client().UnaryAsync(new EchoRequest(), deadline: DateTime.Now.AddDays(1)));
    }

    [Fact]
    public async Task ManyCallsWithShortDeadlinesEndEachWithOneOfTheTwoStatuses()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var ends = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            try
            {
                await client.UnaryAsync(new EchoRequest { Text = i.ToString(CultureInfo.InvariantCulture) }, deadline: DateTime.UtcNow.AddMilliseconds(i % 30)).ResponseAsync.Soon();
                return StatusCode.OK;
            }
            catch (RpcException error)
            {
                return error.StatusCode;
            }
        }));
        ends.ShouldAllBe(code => code == StatusCode.OK || code == StatusCode.DeadlineExceeded);
        (await client.UnaryAsync(new EchoRequest { Text = "next" })).Text.ShouldBe("next");
    }

    // So that a deadline counts from a connection that stands.
    private static async Task<Echo.EchoClient> ConnectedAsync(EchoServer server)
    {
        var client = server.Client();
        await client.UnaryAsync(new EchoRequest());
        return client;
    }

    // On a busy machine the time may be over before the method has begun, which is another case: then the call is made again with more time.
    private static Task<T> BegunAsync<T>(EchoServer server, Func<string, Task<T>> call) =>
        BegunAsync(() => server.State.Entered.IsCompleted, seconds => call(string.Create(CultureInfo.InvariantCulture, $"{seconds}S")));

    private static async Task<T> BegunAsync<T>(Func<bool> hasBegun, Func<int, Task<T>> call)
    {
        const int longestSeconds = 16;
        for (var seconds = 1; ; seconds *= 2)
        {
            var answer = await call(seconds);
            if (hasBegun() || seconds == longestSeconds)
                return answer;
        }
    }
}
