using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>Which of several Orchestrators a request goes to.</summary>
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
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address, third.Address]);

        for (var i = 0; i < 30; i++)
            (await gateway.PostAsync("/query", Query)).Dispose();

        foreach (var upstream in (Upstream[])[first, second, third])
            upstream.Asked("POST").ShouldBe(10);
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
        await using var gateway = await SeveralOrchestrators.StartAsync([busy.Address, idle.Address]);
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

        busy.Asked("POST").ShouldBe(1);
        release.SetResult();
        foreach (var response in await Task.WhenAll(held))
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
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
        await using var gateway = await SeveralOrchestrators.StartAsync([changing.Address, steady.Address], ("Forwarding:ProbeIntervalSeconds", "0.1"));
        await Eventually.HoldsAsync(async () =>
        {
            changing.Received.Clear();
            for (var i = 0; i < 4; i++)
                (await gateway.PostAsync("/query", Query)).Dispose();
            return changing.Asked("POST") == 0;
        });

        Volatile.Write(ref isReady, true);

        await Eventually.HoldsAsync(async () =>
        {
            (await gateway.PostAsync("/query", Query)).Dispose();
            return changing.Asked("POST") > 0;
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
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address], ("Forwarding:ProbeIntervalSeconds", "0.1"));
        await Eventually.HoldsAsync(() => first.Asked("GET") > 1 && second.Asked("GET") > 1);

        (await gateway.PostAsync("/query", Query)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AConversationStaysWhereItIs()
    {
        await using var first = await Upstream.StartAsync();
        await using var second = await Upstream.StartAsync();
        await using var third = await Upstream.StartAsync();
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address, third.Address]);
        Upstream[] all = [first, second, third];

        var used = new HashSet<Upstream>();
        for (var thread = 0; thread < 20; thread++)
        {
            foreach (var upstream in all)
                upstream.Received.Clear();
            for (var i = 0; i < 3; i++)
                (await gateway.PostAsync("/query", $$"""{"query":"a","thread_id":"t{{thread}}"}""")).Dispose();
            (await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"hrm","messages":[{"thread_id":"other"}],"thread_id":"t{{thread}}"}""")).Dispose();
            used.Add(all.Where(upstream => upstream.Asked("POST") > 0).ShouldHaveSingleItem());
        }

        used.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"messages":[{"thread_id":"inner"}]}""")]
    [InlineData("""{"thread_id":7}""")]
    [InlineData("""[{"thread_id":"t"}]""")]
    [InlineData("""{"thread_id":"\ud800"}""")]
    [InlineData("""{"a":""")]
    [InlineData("")]
    public async Task ABodyWithoutAConversationGoesAsItIsToAnyOfThem(string body)
    {
        await using var first = await Upstream.StartAsync();
        await using var second = await Upstream.StartAsync();
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address]);

        for (var i = 0; i < 4; i++)
            (await gateway.PostAsync("/v1/chat/completions", body)).StatusCode.ShouldBe(HttpStatusCode.OK);

        first.Asked("POST").ShouldBe(2);
        second.Asked("POST").ShouldBe(2);
        first.Received.Concat(second.Received).Where(request => request.Method == "POST").ShouldAllBe(request => request.Text == body);
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
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, holder.Address, third.Address]);

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
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address]);

        using var response = await gateway.Client.PostAsync(new Uri("/search/s/stop", UriKind.Relative), null);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestGateway.ErrorOfAsync(response)).Message.ShouldBe("search_id: there is none.");
        (first.Asked("POST"), second.Asked("POST")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task TheGatewayIsReadyWhileOneOrchestratorIs()
    {
        await using var alive = await Upstream.StartAsync(context => context.Response.WriteAsync("""{"ready":true,"checks":{"storage":true},"backends":{"llm":"embedded"}}"""));
        await using var gateway = await SeveralOrchestrators.StartAsync([new Uri($"http://127.0.0.1:{FreePort.Next()}"), alive.Address]);

        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"orchestrator\":true");
        }
    }
}
