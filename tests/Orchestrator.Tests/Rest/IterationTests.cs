using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MctsAspire.Orchestrator.Budgets;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Orchestrator.Tests.Rest;

/// <summary>Clients that may run so many iterations on a day and no more.</summary>
public sealed class IterationTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new() { Budgets = _ => new GetBudgetsResponse() };
    private RunningOrchestrator _app = null!;
    private int _searches;

    public async Task InitializeAsync()
    {
        _world.Search = request =>
        {
            Interlocked.Increment(ref _searches);
            return FakeWorld.Found(request, null);
        };
        _app = await RunningOrchestrator.StartAsync(_world);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task SearchesBeyondTheDaysIterationsAreRefusedAndAnotherClientsAreNot()
    {
        (await SearchAsync("a", 250, 100)).Status.ShouldBe(HttpStatusCode.OK);
        (await SearchAsync("a", 250, 100)).Status.ShouldBe(HttpStatusCode.OK);

        var (status, refused, wait) = await SearchAsync("a", 250, 51);

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.GetProperty("error_code").GetString().ShouldBe("BUDGET_EXHAUSTED");
        refused.GetProperty("message").GetString().ShouldBe(
            "The client's iterations of this day do not allow this search: of 250 iterations 50 are left, and the search may run 51. Ask for fewer, wait for the next day (UTC), or have the limit raised.");
        wait!.Value.TotalHours.ShouldBeInRange(0, 24);
        (await SearchAsync("a", 250, 50)).Status.ShouldBe(HttpStatusCode.OK);
        (await SearchAsync("b", 250, 250)).Status.ShouldBe(HttpStatusCode.OK);
        _searches.ShouldBe(4);
    }

    [Fact]
    public async Task WhatASearchDidNotRunIsGivenBack()
    {
        _world.Search = request =>
        {
            var found = FakeWorld.Found(request, null);
            found.Statistics.Iterations = 10;
            return found;
        };

        for (var i = 0; i < 9; i++)
            (await SearchAsync("a", 100, 20)).Status.ShouldBe(HttpStatusCode.OK);

        var budget = (await GetAsync("/budget", "a", 100)).GetProperty("budgets")[0];
        budget.ToString().ShouldBe("""{"scope":"client","iterations":{"limit":100,"spent":90,"reserved":0,"left":10}}""");
    }

    [Fact]
    public async Task ManySearchesAtOnceAreSetAsideForBeforeTheyBegin()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await SearchAsync("a", 1000, 100)).Status));

        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(10);
        _searches.ShouldBe(10);
    }

    [Fact]
    public async Task WhatIsOnlySetAsideByASearchThatRunsIsSaidToBeFreeAgainSoon()
    {
        var running = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        _world.Before = async (kind, _, cancellationToken) =>
        {
            running.TrySetResult();
            await end.Task.WaitAsync(cancellationToken);
        };
        var first = SearchAsync("a", 115, 100);
        await running.Task;

        var (status, refused, wait) = await SearchAsync("a", 115, 100);

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.GetProperty("error_code").GetString().ShouldBe("BUDGET_EXHAUSTED");
        refused.GetProperty("message").GetString().ShouldBe(
            "Searches that run now have set aside too much of the client's iterations of this day: of 115 iterations 0 are spent and 100 set aside, and the search may run 100. Ask again when a search has ended, or ask for fewer.");
        wait.ShouldBe(TimeSpan.FromSeconds(1));
        end.SetResult();
        (await first).Status.ShouldBe(HttpStatusCode.OK);
        (await SearchAsync("a", 115, 100)).Body.GetProperty("message").GetString()!.ShouldContain("of 115 iterations 15 are left");
    }

    [Fact]
    public async Task WithoutANumberThePresetsIsSetAside()
    {
        (await SearchAsync("a", 99, null)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await SearchAsync("a", 100, null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task WithoutALimitNothingIsCounted()
    {
        (await SearchAsync("a", null, 10_000)).Status.ShouldBe(HttpStatusCode.OK);

        (await GetAsync("/budget", "a", 100)).GetProperty("budgets")[0].GetProperty("iterations").GetProperty("spent").GetDouble().ShouldBe(0);
        (await GetAsync("/budget", "a", null)).GetProperty("budgets").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task WhatWasUsedOnDaysThatAreOverIsDeleted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await _app.DisposeAsync();
        _app = await RunningOrchestrator.StartAsync(_world, services: services => services.AddSingleton<TimeProvider>(time));
        var budgets = _app.Services.GetRequiredService<EmbeddedStorage>().Budgets;
        var account = FormattableString.Invariant($"iterations:{time.GetUtcNow():yyyy-MM-dd}:a");
        await SearchAsync("a", 1000, 100);

        time.Advance(TimeSpan.FromDays(1));
        await SearchAsync("a", 1000, 50);
        var later = FormattableString.Invariant($"iterations:{time.GetUtcNow():yyyy-MM-dd}:a");
        (await budgets.ReadAsync(account, default)).Spent.Tokens.ShouldBe(100);
        time.Advance(UsagePruner.Age - TimeSpan.FromHours(20));

        await MctsAspire.Testing.Eventually.HoldsAsync(async () => (await budgets.ReadAsync(account, default)).Spent.Tokens == 0);
        (await budgets.ReadAsync(later, default)).Spent.Tokens.ShouldBe(50);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body, TimeSpan? RetryAfter)> SearchAsync(string client, long? limit, int? iterations)
    {
        using var request = Message(HttpMethod.Post, "/search", client, limit);
        request.Content = JsonContent.Create(new Dictionary<string, object?> { ["domain"] = "tic_tac_toe", ["problem"] = new { moves = Array.Empty<int>() }, ["iterations"] = iterations }
            .Where(field => field.Value is not null).ToDictionary());
        using var answer = await _app.Client.SendAsync(request);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()), answer.Headers.RetryAfter?.Delta);
    }

    private async Task<JsonElement> GetAsync(string path, string client, long? limit)
    {
        using var request = Message(HttpMethod.Get, path, client, limit);
        using var answer = await _app.Client.SendAsync(request);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static HttpRequestMessage Message(HttpMethod method, string path, string client, long? limit)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Client-Id", client);
        if (limit is not null)
            request.Headers.Add("X-Client-Allowance", FormattableString.Invariant($"iterations={limit}"));
        return request;
    }
}
