using MctsAspire.Orchestrator.Agents;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Meta;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Orchestrator.Tests.Graph;

/// <summary>A meta-controller that gives no answer: who waits for it, and for how long.</summary>
public sealed class RouterSilenceTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(new OrchestratorOptions().RouterTimeoutSeconds);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeWorld _world = new();
    private readonly GraphRig _rig;
    private readonly RouterCalls _calls;

    public RouterSilenceTests()
    {
        _rig = new GraphRig(_world, _time);
        _calls = new RouterCalls(new StubMetaController(_world), Microsoft.Extensions.Options.Options.Create(_rig.Options), _time, NullLogger<RouterCalls>.Instance);
    }

    public async ValueTask DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public void ItIsWaitedForTenSecondsUnlessTheConfigurationSaysOtherwise() => Timeout.ShouldBe(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task AQueryWaitsForTheRouterNoLongerThanTheRoutersOwnTime()
    {
        AgentState? end = null;

        await MissAsync(async () => end = await _rig.RunAsync(GraphRig.Ask()));

        end!.Choices.ShouldAllBe(choice => choice.Reason == "router_unavailable");
        _world.Count("prediction").ShouldBe(1);
    }

    [Fact]
    public async Task TheNextQueryDoesNotWaitForARouterThatHangs()
    {
        await MissAsync(() => _rig.RunAsync(GraphRig.Ask()));
        _time.Advance(RouterCalls.Rest - TimeSpan.FromMilliseconds(1));

        var end = await _rig.RunAsync(GraphRig.Ask());

        end.Choices.ShouldAllBe(choice => choice.ByRules && choice.Reason == "router_unavailable");
        _world.Count("prediction").ShouldBe(1);
    }

    [Fact]
    public async Task TheAgentThatAnswersAloneIsNotWaitedForEither()
    {
        await MissAsync(() => AskAsync());
        var router = new AgentRouter(_calls, Microsoft.Extensions.Options.Options.Create(_rig.Options), _time);
        using var run = _rig.Begin();

        var named = await router.RunAsync(GraphRig.Ask(), run, default);

        named.Choices.ShouldHaveSingleItem().Reason.ShouldBe("router_unavailable");
        _world.Count("prediction").ShouldBe(1);
    }

    [Fact]
    public async Task OneThatCannotBeReachedIsLeftAloneAsWell()
    {
        _world.Fail("prediction", () => new ServiceUnavailableException("It is down."));

        (await AskAsync()).ShouldBeNull();
        (await AskAsync()).ShouldBeNull();

        _world.Count("prediction").ShouldBe(1);
    }

    [Fact]
    public async Task OneThatRefusesIsAskedAgainAtOnce()
    {
        _world.Fail("prediction", () => new ValidationException("states", "There are too many."));

        (await AskAsync()).ShouldBeNull();
        (await AskAsync()).ShouldBeNull();

        _world.Count("prediction").ShouldBe(2);
    }

    [Fact]
    public async Task AfterItsRestOneCallTriesWhileOthersGoOnWithoutIt()
    {
        await MissAsync(() => AskAsync());
        _time.Advance(RouterCalls.Rest);

        var trying = AskAsync();
        var other = AskAsync();

        trying.IsCompleted.ShouldBeFalse();
        (await other).ShouldBeNull();
        _time.Advance(Timeout);
        (await trying).ShouldBeNull();
        (await AskAsync()).ShouldBeNull();
        _world.Count("prediction").ShouldBe(2, "it rests again");
    }

    [Fact]
    public async Task AnAnswerEndsTheSilence()
    {
        await MissAsync(() => AskAsync());
        _time.Advance(RouterCalls.Rest);
        _world.Before = (_, _, _) => Task.CompletedTask;

        (await AskAsync()).ShouldNotBeNull();
        (await AskAsync()).ShouldNotBeNull();
        _world.Count("prediction").ShouldBe(3);
    }

    [Fact]
    public async Task ATryThatIsCancelledLeavesTheNextOneItsTurn()
    {
        await MissAsync(() => AskAsync());
        _time.Advance(RouterCalls.Rest);
        using var cancelled = new CancellationTokenSource();
        var trying = AskAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(trying);
        _world.Before = (_, _, _) => Task.CompletedTask;

        (await AskAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task ARunThatIsTakenUpTakesItsPredictionsFromTheJournalWhateverIsRemembered()
    {
        var first = await _rig.RunAsync(GraphRig.Ask());
        await MissAsync(() => _rig.RunAsync(GraphRig.Ask()));

        var asked = _world.Count("prediction");
        var again = await _rig.RunAsync(GraphRig.Ask(), takenUp: "run_1");

        again.Choices.Select(choice => (choice.Prediction, choice.Reason)).ShouldBe(first.Choices.Select(choice => (choice.Prediction, choice.Reason)));
        again.Choices.ShouldAllBe(choice => choice.Reason == null);
        _world.Count("prediction").ShouldBe(asked);
    }

    [Fact]
    public async Task ARunThatWentWithoutTheRouterGoesWithoutItWhenItIsTakenUp()
    {
        await MissAsync(() => _rig.RunAsync(GraphRig.Ask()));
        await _rig.RunAsync(GraphRig.Ask());
        _time.Advance(RouterCalls.Rest);
        _world.Before = (_, _, _) => Task.CompletedTask;

        var again = await _rig.RunAsync(GraphRig.Ask(), takenUp: "run_2");

        again.Choices.ShouldAllBe(choice => choice.Reason == "router_unavailable");
        _world.Count("prediction").ShouldBe(1);
    }

    private Task<Prediction?> AskAsync(CancellationToken cancellationToken = default) => _calls.AskAsync(new PredictRequest(), "run", cancellationToken);

    private void Hang() => _world.Before = (kind, _, cancellationToken) =>
        kind == "prediction" ? Task.Delay(System.Threading.Timeout.Infinite, cancellationToken) : Task.CompletedTask;

    // Lets a prediction be waited for in vain.
    private async Task MissAsync(Func<Task> begin)
    {
        var asked = _world.Count("prediction");
        Hang();
        var waiting = begin();
        await Eventually.HoldsAsync(() => _world.Count("prediction") > asked);
        _time.Advance(Timeout);
        await waiting;
    }
}
