using System.Collections.Concurrent;
using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Several Orchestrators behind one Gateway.</summary>
public sealed class DestinationTests
{
    private const string Query = """{"query":"a"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RequestsAreSharedOut()
    {
        await using var first = await Upstream.StartAsync();
        await using var second = await Upstream.StartAsync();
        await using var third = await Upstream.StartAsync();
        await using var gateway = await StartAsync([first.Address, second.Address, third.Address]);

        for (var i = 0; i < 30; i++)
            (await gateway.PostAsync("/query", Query)).Dispose();

        foreach (var upstream in (Upstream[])[first, second, third])
            Asked(upstream, "POST").ShouldBe(10);
    }

    [Fact]
    public async Task ABusyOneGetsNoMore()
    {
        var release = new TaskCompletionSource();
        var isHeld = new TaskCompletionSource();
        await using var busy = await Upstream.StartAsync(async context =>
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                isHeld.TrySetResult();
                await release.Task.WaitAsync(context.RequestAborted);
            }

            await context.Response.WriteAsync("{}");
        });
        await using var idle = await Upstream.StartAsync();
        await using var gateway = await StartAsync([busy.Address, idle.Address]);
        var held = new List<Task<HttpResponseMessage>>();
        // Equals take turns: one of two in a row meets it.
        for (var i = 0; i < 2 && !isHeld.Task.IsCompleted; i++)
        {
            held.Add(gateway.PostAsync("/query", Query));
            await Task.WhenAny(held[^1], isHeld.Task).WaitAsync(Patience);
        }

        isHeld.Task.IsCompleted.ShouldBeTrue();
        for (var i = 0; i < 10; i++)
            (await gateway.PostAsync("/query", Query)).StatusCode.ShouldBe(HttpStatusCode.OK);

        Asked(busy, "POST").ShouldBe(1);
        release.SetResult();
        foreach (var response in await Task.WhenAll(held))
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AQuestionGoesToAnotherWhenOneTakesNoConnection()
    {
        await using var alive = await Upstream.StartAsync();
        await using var gateway = await StartAsync([new Uri($"http://127.0.0.1:{FreePort.Next()}"), alive.Address]);

        for (var i = 0; i < 6; i++)
            (await gateway.PostAsync("/query", Query)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.PostAsync("/documents", "[]")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Asked(alive, "POST").ShouldBe(7);
        alive.Received.First(request => request.Method == "POST").Text.ShouldBe(Query);
        alive.Received.Last(request => request.Method == "POST").Text.ShouldBe("[]");
    }

    [Fact]
    public async Task AQuestionThatMayHaveArrivedIsNotAskedTwice()
    {
        var asked = new ConcurrentQueue<string>();
        await using var first = await Upstream.StartAsync(context => Break(context, asked));
        await using var second = await Upstream.StartAsync(context => Break(context, asked));
        await using var gateway = await StartAsync([first.Address, second.Address]);

        using var response = await gateway.PostAsync("/query", Query);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        asked.Count(method => method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task ALookUpIsAskedElsewhereWhenItsAnswerBreaksOff()
    {
        var asked = new ConcurrentQueue<string>();
        await using var broken = await Upstream.StartAsync(context => Break(context, asked));
        await using var alive = await Upstream.StartAsync();
        await using var gateway = await StartAsync([broken.Address, alive.Address]);

        for (var i = 0; i < 4; i++)
            (await gateway.Client.GetAsync(new Uri("/domains", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);

        asked.ShouldContain("GET");
    }

    [Fact]
    public async Task ADeletionThatMayHaveArrivedIsNotRepeated()
    {
        var asked = new ConcurrentQueue<string>();
        await using var first = await Upstream.StartAsync(context => Break(context, asked));
        await using var second = await Upstream.StartAsync(context => Break(context, asked));
        await using var gateway = await StartAsync([first.Address, second.Address]);

        (await gateway.Client.DeleteAsync(new Uri("/documents/a", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        asked.Count(method => method == "DELETE").ShouldBe(1);
    }

    [Fact]
    public async Task OneThatSaysItIsNotReadyGetsNothingUntilItIs()
    {
        var isReady = false;
        await using var changing = await Upstream.StartAsync(context =>
        {
            context.Response.StatusCode = !context.Request.Path.StartsWithSegments("/ready", StringComparison.Ordinal) || Volatile.Read(ref isReady) ? 200 : 503;
            return context.Response.WriteAsync("{}");
        });
        await using var steady = await Upstream.StartAsync();
        await using var gateway = await StartAsync([changing.Address, steady.Address], ("Forwarding:ProbeIntervalSeconds", "0.1"));
        await Eventually.HoldsAsync(async () =>
        {
            changing.Received.Clear();
            for (var i = 0; i < 4; i++)
                (await gateway.PostAsync("/query", Query)).Dispose();
            return Asked(changing, "POST") == 0;
        });

        Volatile.Write(ref isReady, true);

        await Eventually.HoldsAsync(async () =>
        {
            (await gateway.PostAsync("/query", Query)).Dispose();
            return Asked(changing, "POST") > 0;
        });
    }

    [Fact]
    public async Task WhenNoneIsReadyTheyAreAskedAllTheSame()
    {
        Task Unready(HttpContext context)
        {
            context.Response.StatusCode = context.Request.Path.StartsWithSegments("/ready", StringComparison.Ordinal) ? 503 : 200;
            return context.Response.WriteAsync("{}");
        }

        await using var first = await Upstream.StartAsync(Unready);
        await using var second = await Upstream.StartAsync(Unready);
        await using var gateway = await StartAsync([first.Address, second.Address], ("Forwarding:ProbeIntervalSeconds", "0.1"));
        await Eventually.HoldsAsync(() => Asked(first, "GET") > 1 && Asked(second, "GET") > 1);

        (await gateway.PostAsync("/query", Query)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AConversationStaysWhereItIs()
    {
        await using var first = await Upstream.StartAsync();
        await using var second = await Upstream.StartAsync();
        await using var third = await Upstream.StartAsync();
        await using var gateway = await StartAsync([first.Address, second.Address, third.Address]);
        Upstream[] all = [first, second, third];

        var used = new HashSet<Upstream>();
        for (var thread = 0; thread < 20; thread++)
        {
            foreach (var upstream in all)
                upstream.Received.Clear();
            for (var i = 0; i < 3; i++)
                (await gateway.PostAsync("/query", $$"""{"query":"a","thread_id":"t{{thread}}"}""")).Dispose();
            used.Add(all.Where(upstream => Asked(upstream, "POST") > 0).ShouldHaveSingleItem());
        }

        used.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ASearchIsStoppedByWhicheverHasIt()
    {
        Task Without(HttpContext context)
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        await using var first = await Upstream.StartAsync(Without);
        await using var holder = await Upstream.StartAsync();
        await using var third = await Upstream.StartAsync(Without);
        await using var gateway = await StartAsync([first.Address, holder.Address, third.Address]);

        for (var i = 0; i < 3; i++)
            (await gateway.Client.PostAsync(new Uri("/search/s/stop", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ASearchThatNoneHasIsNotFound()
    {
        Task Without(HttpContext context)
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("""{"error":true,"error_code":"NOT_FOUND","message":"search_id: there is none.","timestamp":"2025-01-31T10:00:00.000000Z"}""");
        }

        await using var first = await Upstream.StartAsync(Without);
        await using var second = await Upstream.StartAsync(Without);
        await using var gateway = await StartAsync([first.Address, second.Address]);

        using var response = await gateway.Client.PostAsync(new Uri("/search/s/stop", UriKind.Relative), null);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldBe("search_id: there is none.");
        (Asked(first, "POST"), Asked(second, "POST")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task TheGatewayIsReadyWhileOneOrchestratorIs()
    {
        await using var alive = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"ready":true,"checks":{"storage":true},"backends":{"llm":"embedded"}}"""));
        await using var gateway = await StartAsync([new Uri($"http://127.0.0.1:{FreePort.Next()}"), alive.Address]);

        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"orchestrator\":true");
        }
    }

    [Fact]
    public async Task AnOrchestratorThatIsSilentForTooLongIsATimeOut()
    {
        await using var upstream = await Upstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:WorkTimeoutSeconds", "0.2"), ("Forwarding:LookupTimeoutSeconds", "0.1"));

        using var work = await gateway.PostAsync("/query", Query);
        using var lookup = await gateway.Client.GetAsync(new Uri("/domains", UriKind.Relative));

        work.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        lookup.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await TestGateway.ErrorOfAsync(work)).ErrorCode.ShouldBe("TIMEOUT");
    }

    [Fact]
    public async Task AStreamThatFallsSilentEndsWithAnEventThatSaysSo()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: node_started\ndata: 1\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gateway = await TestGateway.StartAsync(upstream, ("Forwarding:EventTimeoutSeconds", "0.3"), ("Forwarding:WorkTimeoutSeconds", "0.05"));

        using var response = await gateway.PostAsync("/query/stream", Query);

        var events = await response.Content.ReadAsStringAsync();
        events.ShouldStartWith("event: node_started\ndata: 1\n\nevent: error\ndata: {");
        events.ShouldContain("\"error_code\":\"TIMEOUT\"");
    }

    [Fact]
    public async Task HeadersOfOneConnectionGoNoFurther()
    {
        await using var upstream = await Upstream.StartAsync(async context =>
        {
            context.Response.Headers.Connection = "X-Hop, ETag";
            context.Response.Headers["X-Hop"] = "secret";
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers["X-Internal-Usage"] = "7";
            context.Response.Headers.Via = "1.1 inside";
            await context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.StartAsync(upstream);

        using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = new StringContent(Query, null, "application/json") };
        foreach (var (name, value) in ((string, string)[])[("Accept", "text/plain"), ("TE", "trailers"), ("Baggage", "a=b"), ("Tracestate", "a=b"), ("Connection", "Accept, X-API-Key")])
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await gateway.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var name in (string[])["X-Hop", "ETag", "X-Internal-Usage", "Via"])
            response.Headers.Contains(name).ShouldBeFalse(name);
        foreach (var name in (string[])["Accept", "Baggage", "Correlation-Context", "Tracestate", "TE", "X-API-Key"])
            upstream.Single.Headers.Keys.ShouldNotContain(name, StringComparer.OrdinalIgnoreCase);
    }

    private static Task Break(HttpContext context, ConcurrentQueue<string> asked)
    {
        if (!context.Request.Path.StartsWithSegments("/ready", StringComparison.Ordinal))
        {
            asked.Enqueue(context.Request.Method);
            context.Abort();
        }

        return Task.CompletedTask;
    }

    private static int Asked(Upstream upstream, string method) => upstream.Received.Count(request => request.Method == method);

    private static Task<TestGateway> StartAsync(Uri[] upstreams, params (string Name, string Value)[] settings) => TestGateway.StartAsync(
        upstreams[0],
        [.. upstreams.Select((address, index) => ($"services:orchestrator:http:{index}", address.ToString())), .. settings]);
}
