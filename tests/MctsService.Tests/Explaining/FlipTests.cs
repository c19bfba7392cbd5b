using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Tests.Fixtures;

namespace MctsAspire.MctsService.Tests.Explaining;

/// <summary>Flips of generated models, solved again by a solver of the tests' own.</summary>
public class FlipTests
{
    [Fact]
    public void EveryFlipMakesAnotherActionStrictlyBetterAndALittleLessDoesNot()
    {
        var (flips, models) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var model = GeneratedModels.Of(seed);
            var values = GeneratedModels.Solve(model);
            var decision = Array.IndexOf(values, values.Max());
            var name = model.Actions[model.FirstAction[model.Start] + decision];
            var (probability, reward) = FlipSearch.Find(model, decision, default);
            models++;
            foreach (var flip in new[] { probability, reward })
            {
                if (flip is null)
                    continue;
                flips++;
                var told = $"seed {seed}: {flip}";
                flip.Decision.ShouldNotBe(name, told);
                var changed = GeneratedModels.Solve(Change(model, flip, flip.To));
                var other = model.Actions.AsSpan(model.FirstAction[model.Start]).IndexOf(flip.Decision);
                var unit = Math.Max(Math.Max(Math.Abs(changed[other]), Math.Abs(changed[decision])), Math.Min(1, model.LargestReward));
                (changed[other] - changed[decision]).ShouldBeGreaterThan(1e-8 * unit, told);
                changed[other].ShouldBe(changed.Max(), 1e-9 * Math.Max(unit, Math.Abs(changed[other])), told);

                var less = GeneratedModels.Solve(Change(model, flip, flip.From + (0.999 * (flip.To - flip.From))));
                less[decision].ShouldBeGreaterThanOrEqualTo(less.Max() - (1e-6 * Math.Max(unit, Math.Abs(less.Max()))), told);
            }
        }

        flips.ShouldBeGreaterThan(models);
    }

    [Fact]
    public void ADecisionAmongEqualsIsFlippedByHardlyAnything()
    {
        var builder = new MarkovModelBuilder();
        builder.AddState("start");
        builder.AddState("end");
        builder.AddAction(0, "a", [(1, 1, 5)]);
        builder.AddAction(0, "b", [(1, 0.5, 4), (1, 0.5, 6)]);
        var model = builder.Build(0, 1, null);

        foreach (var decision in (int[])[0, 1])
        {
            var (probability, reward) = FlipSearch.Find(model, decision, default);
            var other = decision == 0 ? "b" : "a";
            (probability!.Decision, reward!.Decision).ShouldBe((other, other));
            Math.Abs(reward.To - reward.From).ShouldBeInRange(1e-8, 1e-5);
            Math.Abs(probability.To - probability.From).ShouldBeInRange(1e-8, 1e-5);
        }
    }

    [Fact]
    public void WithoutAnyRewardTheFirstOneDecides()
    {
        var builder = new MarkovModelBuilder();
        builder.AddState("start");
        builder.AddState("end");
        builder.AddAction(0, "a", [(1, 1, 0)]);
        builder.AddAction(0, "b", [(1, 1, 0)]);

        FlipSearch.Find(builder.Build(0, 1, null), 0, default).Reward!.Decision.ShouldBe("b");
    }

    private static MarkovModel Change(MarkovModel model, DecisionFlip flip, double to)
    {
        var outcome = Enumerable.Range(0, model.Next.Length).Single(i => model.States[model.Next[i]] == flip.Outcome && model.Probability[i] == flip.Probability
            && model.Reward[i] == flip.Reward && NameOf(model, i) == (flip.State, flip.Action));
        var (probabilities, rewards) = ((double[])model.Probability.Clone(), (double[])model.Reward.Clone());
        if (!flip.IsProbability)
        {
            rewards[outcome] = to;
            return model.With(probabilities, rewards);
        }

        var action = ActionOf(model, outcome);
        for (var i = model.FirstOutcome[action]; i < model.FirstOutcome[action + 1]; i++)
            probabilities[i] = i == outcome ? to : probabilities[i] / (1 - flip.From) * (1 - to);
        return model.With(probabilities, rewards);
    }

    private static int ActionOf(MarkovModel model, int outcome) => Enumerable.Range(0, model.Actions.Length).Last(action => model.FirstOutcome[action] <= outcome);

    private static (string State, string Action) NameOf(MarkovModel model, int outcome)
    {
        var action = ActionOf(model, outcome);
        var state = Enumerable.Range(0, model.StateCount).First(state => model.FirstAction[state] <= action && action < model.FirstAction[state + 1]);
        return (model.States[state], model.Actions[action]);
    }
}
