using MctsAspire.AppHost.Asking;
using MctsAspire.AppHost.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.AppHost.Tests.Asking;

public sealed class GatewayClientTests : IAsyncLifetime
{
    private const string Answer = """{"response":"At noon.","confidence":0.9,"agents_used":["hrm"],"processing_time_ms":1,"metadata":{"client_id":"client_0","thread_id":"t","rag_enabled":true,"run_id":"r","seed":42,"provider":"embedded","model":"m","answerable":true,"stop_reason":"consensus","iterations":1,"confidence_scores":{},"citations":[]}}""";

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _said = [];
    private readonly List<string> _bodies = [];
    private WebApplication _gateway = null!;
    private string _wait = "0";
    private int _refusals;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Testing.FreePort.Next()}");
        _gateway = builder.Build();
        _gateway.Run(AnswerAsync);
        await _gateway.StartAsync();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task ALimitIsWaitedForAndTheQuestionAskedAgain()
    {
        (_wait, _refusals) = ("60", 2);
        using var client = Client();

        var asking = client.AskAsync("When is lunch?", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", CancellationToken.None);
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await asking).Response.ShouldBe("At noon.");
        _bodies.ShouldBe(Enumerable.Repeat("""{"query":"When is lunch?"}""", 3));
        _said[0].ShouldBe("the app's limits let no more requests through: waiting 60 s");
    }

    [Fact]
    public async Task ALimitThatLastsTooLongIsAnErrorWithItsReason()
    {
        (_wait, _refusals) = ("1800", int.MaxValue);
        using var client = Client();

        var refused = await Should.ThrowAsync<AppException>(() => client.AskAsync("When is lunch?", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", CancellationToken.None));

        refused.Message.ShouldContain("the app refused POST /query (429): the limit is reached");
        _bodies.Count.ShouldBe(1);
    }

    private GatewayClient Client() => new(new Uri(_gateway.Urls.Single()), new DevelopmentKey("mcts_test", "a test"), _time, _said.Add);

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _bodies.Add(await reader.ReadToEndAsync());
        context.Response.ContentType = "application/json";
        if (_bodies.Count > _refusals)
        {
            await context.Response.WriteAsync(Answer);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = _wait;
        await context.Response.WriteAsync("""{"error":true,"error_code":"RATE_LIMIT_EXCEEDED","message":"the limit is reached"}""");
    }
}
