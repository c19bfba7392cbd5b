using MctsAspire.MctsService.Domains.Models;

namespace MctsAspire.MctsService.Tests.Explaining;

/// <summary>Flips of generated models, solved again by a solver of the tests' own.</summary>
public class FlipTests
{
    [Fact]
    public void EveryFlipMakesAnotherActionStrictlyBetterAndALittleLessDoesNot()
    {
        var (flips, models) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var model = Generate(new Random(seed));
            var values = ActionValues(model);
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
                var changed = ActionValues(Change(model, flip, flip.To));
                var other = model.Actions.AsSpan(model.FirstAction[model.Start]).IndexOf(flip.Decision);
                (changed[other] - changed[decision]).ShouldBeGreaterThan(1e-8 * Math.Max(1, Math.Abs(changed[other])), told);
                changed[other].ShouldBe(changed.Max(), 1e-9 * Math.Max(1, Math.Abs(changed[other])), told);

                var less = ActionValues(Change(model, flip, flip.From + (0.999 * (flip.To - flip.From))));
                less[decision].ShouldBeGreaterThanOrEqualTo(less.Max() - (1e-6 * Math.Max(1, Math.Abs(less.Max()))), told);
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

    private static MarkovModel Generate(Random random)
    {
        var (states, builder) = (3 + random.Next(6), new MarkovModelBuilder());
        for (var state = 0; state < states; state++)
            builder.AddState($"s{state}");
        var form = random.Next(3);
        for (var state = 0; state < states - 1; state++)
        {
            for (var action = 0; action < 1 + random.Next(3) + (state == 0 ? 1 : 0); action++)
            {
                // Without a discount or a horizon play must not come back.
                var targets = Enumerable.Range(form == 0 ? state + 1 : 0, form == 0 ? states - state - 1 : states).OrderBy(_ => random.Next()).Take(1 + random.Next(3)).ToList();
                var weights = targets.Select(_ => 0.1 + random.NextDouble()).ToList();
                builder.AddAction(state, $"a{action}", targets.Select((to, i) => (to, weights[i] / weights.Sum(), Math.Round((random.NextDouble() * 20) - 10, random.Next(3)))).ToList());
            }
        }

        return builder.Build(0, form == 0 ? 1 : new[] { 0.5, 0.9, 0.97 }[random.Next(3)], form == 2 ? 1 + random.Next(9) : null);
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

    // Gauss-Seidel without a horizon, backward induction with one; written anew so that a fault of the product's solver shows.
    private static double[] ActionValues(MarkovModel model)
    {
        var values = new double[model.StateCount];
        for (var sweep = 0; sweep < (model.Horizon - 1 ?? 20_000); sweep++)
        {
            var moved = 0.0;
            var next = model.Horizon is null ? values : new double[model.StateCount];
            for (var state = model.StateCount - 1; state >= 0; state--)
            {
                if (model.IsTerminal(state))
                    continue;
                var best = Enumerable.Range(model.FirstAction[state], model.CountActions(state)).Max(action => Expect(model, values, action));
                moved = Math.Max(moved, Math.Abs(best - values[state]));
                next[state] = best;
            }

            values = next;
            if (moved == 0 && model.Horizon is null)
                break;
        }

        return [.. Enumerable.Range(model.FirstAction[model.Start], model.CountActions(model.Start)).Select(action => Expect(model, values, action))];
    }

    private static double Expect(MarkovModel model, double[] values, int action) =>
        Enumerable.Range(model.FirstOutcome[action], model.CountOutcomes(action))
            .Sum(i => model.Probability[i] * (model.Reward[i] + (model.Discount * values[model.Next[i]])));
}
