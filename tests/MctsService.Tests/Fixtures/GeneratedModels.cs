using MctsAspire.MctsService.Domains.Models;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Small models of every form, and a solver that shares nothing with the product's.</summary>
internal static class GeneratedModels
{
    /// <summary>A model with 3 to 10 states: without a way back, with a discount, or with a discount and a horizon; chance, zero and negative rewards, and units of all sizes.</summary>
    public static MarkovModel Of(int seed)
    {
        var random = new Random(seed);
        var (states, builder) = (3 + random.Next(8), new MarkovModelBuilder());
        var (form, unit, sign, isSure) = (random.Next(3), new[] { 1, 1, 1e-9, 1e6 }[random.Next(4)], random.Next(3), random.Next(4) == 0);
        for (var state = 0; state < states; state++)
            builder.AddState($"s{state}");
        for (var state = 0; state < states - 1; state++)
        {
            for (var action = 0; action < 1 + random.Next(3) + (state == 0 ? 1 : 0); action++)
                builder.AddAction(state, $"a{action}", Outcomes(state));
        }

        return builder.Build(0, form == 0 ? 1 : new[] { 0.1, 0.5, 0.9, 0.97 }[random.Next(4)], form == 2 ? 1 + random.Next(9) : null);

        // Without a discount or a horizon play must not come back.
        List<(int, double, double)> Outcomes(int state)
        {
            var next = Enumerable.Range(0, states).Where(to => form != 0 || to > state).OrderBy(_ => random.Next()).Take(isSure ? 1 : 1 + random.Next(3)).ToList();
            var weights = next.Select(_ => random.Next(6) == 0 ? 1e-6 : 0.1 + random.NextDouble()).ToList();
            return [.. next.Select((to, i) => (to, weights[i] / weights.Sum(), unit * Reward()))];
        }

        double Reward() => random.Next(4) == 0 ? 0 : sign switch
        {
            0 => -random.Next(10),
            1 => random.Next(10),
            _ => Math.Round((random.NextDouble() * 20) - 10, random.Next(3)),
        };
    }

    /// <summary>The exact values of the start's actions: sweeps in place until nothing moves, or backward induction over the horizon.</summary>
    public static double[] Solve(MarkovModel model)
    {
        var values = new double[model.StateCount];
        for (var sweep = 0; sweep < (model.Horizon - 1 ?? 20_000); sweep++)
        {
            var moved = false;
            var next = model.Horizon is null ? values : new double[model.StateCount];
            for (var state = model.StateCount - 1; state >= 0; state--)
            {
                if (model.IsTerminal(state))
                    continue;
                var best = Enumerable.Range(model.FirstAction[state], model.CountActions(state)).Max(action => Expect(model, values, action));
                moved |= best != values[state];
                next[state] = best;
            }

            values = next;
            if (!moved && model.Horizon is null)
                break;
        }

        return [.. Enumerable.Range(model.FirstAction[model.Start], model.CountActions(model.Start)).Select(action => Expect(model, values, action))];
    }

    private static double Expect(MarkovModel model, double[] values, int action) =>
        Enumerable.Range(model.FirstOutcome[action], model.CountOutcomes(action))
            .Sum(i => model.Probability[i] * (model.Reward[i] + (model.Discount * values[model.Next[i]])));
}
