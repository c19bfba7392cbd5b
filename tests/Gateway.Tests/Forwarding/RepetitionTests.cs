using System.Collections.Concurrent;
using System.Net;
using MctsAspire.Testing;
using Microsoft.AspNetCore.Http;

namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>What is asked of another Orchestrator when one fails, and what is not.</summary>
public sealed class RepetitionTests
{
    private const string Query = """{"query":"a"}""";

    [Fact]
    public async Task AQuestionGoesToAnotherWhenOneTakesNoConnection()
    {
        await using var alive = await Upstream.StartAsync();
        await using var gateway = await SeveralOrchestrators.StartAsync([new Uri($"http://127.0.0.1:{FreePort.Next()}"), alive.Address]);

        for (var i = 0; i < 6; i++)
            (await gateway.PostAsync("/query", Query)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.PostAsync("/documents", "[]")).StatusCode.ShouldBe(HttpStatusCode.OK);

        alive.Asked("POST").ShouldBe(7);
        alive.Received.First(request => request.Method == "POST").Text.ShouldBe(Query);
        alive.Received.Last(request => request.Method == "POST").Text.ShouldBe("[]");
    }

    [Fact]
    public async Task AQuestionThatMayHaveArrivedIsNotAskedTwice()
    {
        var asked = new ConcurrentQueue<string>();
        await using var first = await Upstream.StartAsync(context => Break(context, asked));
        await using var second = await Upstream.StartAsync(context => Break(context, asked));
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address]);

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
        await using var gateway = await SeveralOrchestrators.StartAsync([broken.Address, alive.Address]);

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
        await using var gateway = await SeveralOrchestrators.StartAsync([first.Address, second.Address]);

        (await gateway.Client.DeleteAsync(new Uri("/documents/a", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        asked.Count(method => method == "DELETE").ShouldBe(1);
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
}
