using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Orchestrator.Graph;
using MctsAspire.Orchestrator.Tests.Fakes;
using MctsAspire.Protos.Llm;
using MctsAspire.Protos.Meta;

namespace MctsAspire.Orchestrator.Tests.Graph;

/// <summary>What holds whatever the services answer.</summary>
[Properties(Arbitrary = [typeof(StateGraphProperties)], MaxTest = 60)]
public sealed class StateGraphProperties
{
    /// <summary>Answers of the services, drawn from a few so that agents now agree and now don't.</summary>
    public sealed record Answers(string[] Texts, double[] Confidences, bool[] Answerable, int Parts, int Critiques, string[] Agents, double[] Sureness, int MaxIterations, bool UseMcts, bool UseRag);

    public static Arbitrary<Answers> AnyAnswers() =>
    (
        from texts in Gen.Elements("The tank is red.", "The tank is blue.", "It is a pump.", "").ArrayOf(8)
        from confidences in Gen.Elements(0.0, 0.1, 0.5, 0.9, 1.0).ArrayOf(8)
        from answerable in Gen.Elements(true, true, false).ArrayOf(8)
        from parts in Gen.Choose(0, 6)
        from critiques in Gen.Choose(0, 5)
        from agents in Gen.Elements("hrm", "trm", "mcts", "aggregate", "nobody", "").ArrayOf(6)
        from sureness in Gen.Elements(0.0, 0.5, 0.6, 0.99, double.NaN).ArrayOf(6)
        from iterations in Gen.Choose(1, 4)
        from useMcts in ArbMap.Default.GeneratorFor<bool>()
        from useRag in ArbMap.Default.GeneratorFor<bool>()
        select new Answers(texts, confidences, answerable, parts, critiques, agents, sureness, iterations, useMcts, useRag)).ToArbitrary();

    [Property]
    public async Task MctsHasRunExactlyWhenItIsWanted(Answers answers) =>
        (await RunAsync(answers)).Outputs.Any(output => output.Agent == "mcts").ShouldBe(answers.UseMcts);

    [Property]
    public async Task IterationsAreBounded(Answers answers)
    {
        var end = await RunAsync(answers);

        end.Iteration.ShouldBeInRange(1, answers.MaxIterations + (answers.UseMcts ? 1 : 0));
        end.StopReason.ShouldBeOneOf("consensus", "max_iterations", "agents_exhausted");
    }

    [Property]
    public async Task NoAgentRunsTwice(Answers answers)
    {
        var end = await RunAsync(answers);

        end.Outputs.Select(output => output.Agent).ShouldBeUnique();
        end.Outputs.Select(output => output.Agent).ShouldBe(new[] { "hrm", "trm", "mcts" }.Where(agent => end.Has(agent)));
    }

    [Property]
    public async Task ConsensusIsOfTwoAtLeastAndWithinItsBounds(Answers answers)
    {
        var end = await RunAsync(answers);

        (end.ConsensusScore is null).ShouldBe(end.Outputs.Length < 2);
        if (end.ConsensusScore is { } score)
            score.ShouldBeInRange(0, 1);
        if (end.StopReason == "consensus")
            end.ConsensusScore!.Value.ShouldBeGreaterThanOrEqualTo(0.75);
    }

    [Property]
    public async Task TheSameAnswersGiveTheSameRun(Answers answers) => Show(await RunAsync(answers)).ShouldBe(Show(await RunAsync(answers)));

    [Property]
    public async Task ARunThatIsCutOffAnywhereAndTakenUpEndsAsIfItHadNotBeen(Answers answers, byte cut)
    {
        var whole = await RunAsync(answers);
        await using var rig = await RigAsync(answers);
        var left = cut % 20;
        using var leaving = new CancellationTokenSource();
        rig.World.Before = (_, _, _) =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                leaving.Cancel();
            leaving.Token.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };
        try
        {
            await rig.RunAsync(Start(answers), cancellationToken: leaving.Token);
        }
        catch (OperationCanceledException)
        {
            leaving.IsCancellationRequested.ShouldBeTrue();
        }

        var recorded = await rig.StepsAsync("run_1");
        var made = rig.World.Calls.Count;
        rig.World.Before = (_, _, _) => Task.CompletedTask;

        var end = await rig.RunAsync(Start(answers), takenUp: "run_1");

        Show(end).ShouldBe(Show(whole));
        rig.World.Calls.Skip(made).Select(call => call.Step).Where(step => step.Length > 0).Intersect(recorded).ShouldBeEmpty();
    }

    private static async Task<AgentState> RunAsync(Answers answers)
    {
        await using var rig = await RigAsync(answers);
        return await rig.RunAsync(Start(answers));
    }

    private static AgentState Start(Answers answers) => GraphRig.Ask(useMcts: answers.UseMcts, useRag: answers.UseRag);

    private static async Task<GraphRig> RigAsync(Answers answers)
    {
        // What is answered depends on the step alone: hrm and trm run at once, in any order.
        int Index(string step) => (int)((uint)step.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)) % 8);
        Draft Draft(string step) => new()
        {
            Text = answers.Texts[Index(step)],
            Confidence = answers.Confidences[Index(step + "c")],
            Answerable = answers.Answerable[Index(step + "a")],
        };

        var world = new FakeWorld
        {
            Decompose = _ => new DecomposeResponse { SubQuestions = { Enumerable.Range(0, answers.Parts).Select(i => $"What of part {i}?") }, Origin = FakeWorld.Origin() },
            Answer = request => FakeWorld.Draft(Draft(request.Context.Step)),
            Critique = request => new CritiqueResponse
            {
                Critique = new Critique { Issues = { Enumerable.Repeat("bad", Math.Max(0, answers.Critiques - request.Context.Step[^1] + '0')) }, Score = answers.Confidences[Index(request.Context.Step)] },
                Origin = FakeWorld.Origin(),
            },
            Refine = request => FakeWorld.Draft(Draft(request.Context.Step)),
            Synthesize = request => FakeWorld.Draft(Draft(request.Context.Step)),
            Search = request => FakeWorld.Found(request, Draft("mcts")),
            Predict = request => new Prediction { Agent = answers.Agents[request.States.Count % 6], Confidence = answers.Sureness[request.States.Count % 6] },
        };
        var rig = new GraphRig(world);
        rig.Options.MaxIterations = answers.MaxIterations;
        await rig.StoreAsync("tank", "The tank is red. Part 1 and part 2 are blue.");
        return rig;
    }

    private static string Show(AgentState end) => string.Join(
        '\n',
        [
            .. end.Outputs.Select(output => $"{output.Agent}: {output.Draft}"),
            FormattableString.Invariant($"{end.Answer!.Draft} {end.Answer.Origin} {end.ConsensusScore} {end.StopReason} {end.Iteration}"),
            .. end.Passages.Select(passage => passage.PassageId),
        ]);
}
