using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>Exact values of a model: backward induction over its horizon, else value iteration (Bellman, 1957) until nothing moves.</summary>
internal static class ValueIteration
{
    /// <summary>The most reachable states of a model that is solved.</summary>
    public const int MaxStates = 20_000;

    private const int MaxSweeps = 100_000;

    // Outcomes looked at without a horizon, after which the solution is as exact as it is.
    private const long SolveWork = 4_000_000_000;

    // Of the largest reward, or of 1 where that is less.
    private const double Tolerance = 1e-12;

    // Outcomes looked at for a bound.
    private const long BoundWork = 100_000_000;

    /// <summary>Solves the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <param name="pause">Lets others compute for a while; called after each sweep.</param>
    public static ModelSolution Solve(MarkovModel model, CancellationToken cancellationToken, Action? pause = null)
    {
        var (values, next) = (new double[model.StateCount], new double[model.StateCount]);
        var sweeps = (model.Horizon ?? (int)Math.Clamp(SolveWork / Math.Max(model.Next.Length, 1), 1, MaxSweeps)) - 1;
        var (change, done, settled) = (0.0, 0, Tolerance * Math.Min(1, model.LargestReward));
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            pause?.Invoke();
            change = Sweep(model, values, next, Math.Max, double.NegativeInfinity);
            (values, next) = (next, values);
            done++;
            if (model.Horizon is null && change <= settled)
                break;
        }

        // After a sweep that moved nothing by more than d, the values are within d·γ/(1-γ) of the fixed point.
        var error = model.Horizon is not null || change == 0 ? 0 : model.Discount < 1 ? change * model.Discount / (1 - model.Discount) : change;
        return new(values, [.. Enumerable.Range(model.FirstAction[model.Start], model.CountActions(model.Start)).Select(action => ActionValue(model, values, action))], error) { Work = (long)done * model.Next.Length };
    }

    /// <summary>The value of an action when what follows has these values.</summary>
    public static double ActionValue(MarkovModel model, double[] values, int action)
    {
        var sum = 0.0;
        for (var outcome = model.FirstOutcome[action]; outcome < model.FirstOutcome[action + 1]; outcome++)
            sum += model.Probability[outcome] * (model.Reward[outcome] + (model.Discount * values[model.Next[outcome]]));
        return sum;
    }

    /// <summary>
    /// Bounds on the discounted rewards of every line of play from each state, however early it is cut off: what the luckiest and the unluckiest
    /// line collect. So many steps are looked at, fewer in a large model; those after them are bounded by the extreme rewards.
    /// </summary>
    public static (double[] Low, double[] High) Bounds(MarkovModel model, int steps, CancellationToken cancellationToken) =>
        (Bound(model, steps, least: true, cancellationToken), Bound(model, steps, least: false, cancellationToken));

    private static double[] Bound(MarkovModel model, int steps, bool least, CancellationToken cancellationToken)
    {
        // Without circles, where states mostly lead to later ones, a sweep in place from the last to the first looks along whole lines of play.
        var values = new double[model.StateCount];
        var spare = model is { Horizon: null, Discount: 1 } ? values : new double[model.StateCount];
        var sweeps = (int)Math.Clamp(BoundWork / Math.Max(model.Next.Length, 1), 1, steps);
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var settled = !BoundSweep(model, values, spare, least);
            (values, spare) = (spare, values);
            if (settled)
                return values;
        }

        // Without a horizon play goes on: for ever, or where nothing is discounted through every state at most once.
        var left = model.Horizon is { } horizon ? horizon - sweeps : model.Discount < 1 ? double.PositiveInfinity : Math.Max(0, model.StateCount - sweeps);
        if (left == 0)
            return values;

        var extreme = least ? Math.Min(model.Reward.Min(), 0) : Math.Max(model.Reward.Max(), 0);
        var tail = extreme * ExactMath.Exp(sweeps * ExactMath.Log(model.Discount))
            * (double.IsInfinity(left) ? 1 / (1 - model.Discount)
                : model.Discount < 1 ? (1 - ExactMath.Exp(left * ExactMath.Log(model.Discount))) / (1 - model.Discount) : left);
        for (var state = 0; state < values.Length; state++)
            values[state] += model.IsTerminal(state) ? 0 : tail;
        return values;
    }

    private static double Sweep(MarkovModel model, double[] values, double[] next, Func<double, double, double> choose, double worst)
    {
        var change = 0.0;
        for (var state = 0; state < model.StateCount; state++)
        {
            if (model.IsTerminal(state))
                continue;
            var best = worst;
            for (var action = model.FirstAction[state]; action < model.FirstAction[state + 1]; action++)
                best = choose(best, ActionValue(model, values, action));
            change = Math.Max(change, Math.Abs(best - values[state]));
            next[state] = best;
        }

        return change;
    }

    // Over outcomes as well as actions: a single line of play may be luckier than any policy's mean. Says whether a value moved.
    private static bool BoundSweep(MarkovModel model, double[] values, double[] next, bool least)
    {
        var moved = false;
        for (var state = model.StateCount - 1; state >= 0; state--)
        {
            if (model.IsTerminal(state))
                continue;
            var best = least ? double.PositiveInfinity : double.NegativeInfinity;
            for (var outcome = model.FirstOutcome[model.FirstAction[state]]; outcome < model.FirstOutcome[model.FirstAction[state + 1]]; outcome++)
            {
                var value = model.Reward[outcome] + (model.Discount * values[model.Next[outcome]]);
                best = least ? Math.Min(best, value) : Math.Max(best, value);
            }

            // Play may be cut off here at the horizon.
            best = least ? Math.Min(best, 0) : Math.Max(best, 0);
            moved |= best != values[state];
            next[state] = best;
        }

        return moved;
    }
}
