using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Time.Testing;
using static MctsAspire.Orchestrator.Tests.Fakes.GraphRig;

namespace MctsAspire.Orchestrator.Tests.Graph;

/// <summary>How a run ends whose budget or time is over.</summary>
public sealed class RunLimitTests : IAsyncLifetime
{
    private readonly FakeWorld _world = new();
    private readonly GraphRig _rig;

    public RunLimitTests() => _rig = new GraphRig(_world);

    public Task InitializeAsync() => _rig.StoreAsync("tank", "The tank is red.");

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task ASpentBudgetEndsTheRunWithTheAnswerSoFar()
    {
        _world.Fail("search", () => new BudgetException("The budget is spent."));

        var end = await _rig.RunAsync(Ask());

        end.StopReason.ShouldBe("budget");
        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm"]);
        end.Answer!.Draft.Text.ShouldBe("The tank is red.");
    }

    [Fact]
    public async Task ASynthesisThatTheBudgetDoesNotAllowGivesTheSurestResultAndSaysSo()
    {
        _world.Search = request => FakeWorld.Found(request, new Draft { Text = "best", Confidence = 0.95, Answerable = true });
        _world.Fail("synthesize", () => new BudgetException("The budget is spent."));
        var first = await _rig.RunAsync(Ask());
        _world.Before = (_, _, _) => Task.CompletedTask;

        var second = await _rig.RunAsync(Ask(), takenUp: "run_1");

        foreach (var end in new[] { first, second })
        {
            end.Answer!.Draft.Text.ShouldBe("best");
            end.StopReason.ShouldBe("budget");
        }
    }

    [Fact]
    public async Task AnAgentThatTheBudgetCutShortEndsTheRunWithItsBest()
    {
        _world.Before = (_, step, _) => step == "trm/critique-1" ? throw new BudgetException("The budget is spent.") : Task.CompletedTask;

        var end = await _rig.RunAsync(Ask());

        end.StopReason.ShouldBe("budget");
        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm"]);
        _world.Count("search").ShouldBe(0);
    }

    [Fact]
    public async Task ABudgetThatIsSpentBeforeAnyResultIsAnError()
    {
        _world.Fail("answer", () => new BudgetException("The day's budget is spent.", TimeSpan.FromHours(3)));

        var refusal = await Should.ThrowAsync<BudgetException>(() => _rig.RunAsync(Ask()));

        refusal.Message.ShouldEndWith("The day's budget is spent.");
        refusal.RetryAfter.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task ARunThatIsTakenUpTellsWhenThereIsABudgetAgain()
    {
        var time = new FakeTimeProvider();
        await using var rig = new GraphRig(_world, time);
        _world.Fail("answer", () => new BudgetException("The day's budget is spent.", TimeSpan.FromHours(3)));
        await Should.ThrowAsync<BudgetException>(() => rig.RunAsync(Ask()));

        foreach (var (passed, left) in new[] { (1, 2), (5, 0) })
        {
            time.Advance(TimeSpan.FromHours(passed));
            (await Should.ThrowAsync<BudgetException>(() => rig.RunAsync(Ask(), takenUp: "run_1"))).RetryAfter.ShouldBe(TimeSpan.FromHours(left));
        }
    }

    [Fact]
    public async Task TheEndOfItsTimeEndsTheRunWithTheAnswerSoFar()
    {
        var time = new FakeTimeProvider();
        await using var rig = new GraphRig(_world, time);
        _world.Before = async (kind, _, cancellationToken) =>
        {
            if (kind != "search")
                return;
            time.Advance(TimeSpan.FromSeconds(rig.Options.RunTimeoutSeconds));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        };

        var end = await rig.RunAsync(Ask());

        end.StopReason.ShouldBe("time");
        end.Outputs.Select(output => output.Agent).ShouldBe(["hrm", "trm"]);
        (await rig.StepsAsync("run_1")).ShouldContain("mcts/limit");
    }

    [Fact]
    public async Task ARunThatALimitEndedEndsThereAgainWhenItIsTakenUp()
    {
        _world.Fail("search", () => new BudgetException("The budget is spent."));
        var first = await _rig.RunAsync(Ask());
        _world.Before = (_, _, _) => Task.CompletedTask;

        var second = await _rig.RunAsync(Ask(), takenUp: "run_1");

        second.StopReason.ShouldBe("budget");
        second.Answer.ShouldBe(first.Answer);
        _world.Count("search").ShouldBe(1);
    }
}
