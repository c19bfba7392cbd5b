using System.Globalization;
using System.Runtime.InteropServices;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>A <see cref="MarkovModel"/> as a domain: one player, and chance after each action.</summary>
internal readonly struct MarkovDomain : IDomain<MarkovDomain.Situation>
{
    // Play without an end is cut off where all that follows is worth less than this part of the range of returns, if that is not further off than MostSteps.
    private const double Negligible = 1e-4;
    private const int MostSteps = 100_000;

    private readonly int _steps;

    public MarkovDomain(MarkovModel model, CancellationToken cancellationToken = default)
    {
        Model = model;
        var ends = model.Horizon is not null || Cycles.FindAction(model) < 0;
        _steps = model.Horizon ?? (ends ? model.StateCount : Fade(model, Negligible));
        (Low, High) = ValueIteration.Bounds(model, _steps, cancellationToken);
        Range = new(Low[model.Start], High[model.Start]);
        if (!ends)
            Cut = CutOff(model, Low, High);
        _steps = Cut?.Steps ?? _steps;
        MaxActions = Math.Max(
            Enumerable.Range(0, model.StateCount).Max(model.CountActions),
            model.Actions.Length == 0 ? 1 : Enumerable.Range(0, model.Actions.Length).Max(model.CountOutcomes));
    }

    public static bool HasChance => true;

    public static bool HasKeys => false;

    public static bool CutsPlay => true;

    /// <summary>The model.</summary>
    public MarkovModel Model { get; }

    /// <summary>What follows each state is worth at least this.</summary>
    public double[] Low { get; }

    /// <summary>What follows each state is worth at most this.</summary>
    public double[] High { get; }

    /// <summary>Steps after which play ends.</summary>
    public int Steps => _steps;

    /// <summary>Where play is cut off; <see langword="null"/> where every line of play ends by itself or at the horizon.</summary>
    public PlayCut? Cut { get; }

    public RolloutPolicy DefaultRollout => RolloutPolicy.Random;

    public int Players => 1;

    public int MaxActions { get; }

    public int MaxLength => 2 * _steps;

    public ValueRange Range { get; }

    public Situation Start => new() { State = Model.Start, Action = -1, Factor = 1 };

    public bool IsTerminal(in Situation state) => state.Action < 0 && (state.Steps >= _steps || Model.IsTerminal(state.State));

    public int Mover(in Situation state) => state.Action < 0 ? 0 : Movers.Chance;

    public int CountActions(in Situation state) => state.Action < 0 ? Model.CountActions(state.State) : Model.CountOutcomes(state.Action);

    public void Apply(ref Situation state, int action)
    {
        if (state.Action < 0)
        {
            state.Action = Model.FirstAction[state.State] + action;
            return;
        }

        var outcome = Model.FirstOutcome[state.Action] + action;
        state.Total += state.Factor * Model.Reward[outcome];
        state.Factor *= Model.Discount;
        state.State = Model.Next[outcome];
        state.Action = -1;
        state.Steps++;
    }

    public double Probability(in Situation state, int outcome) => Model.Probability[Model.FirstOutcome[state.Action] + outcome];

    public void Score(in Situation state, Span<double> returns) => returns[0] = Range.Scale(state.Total);

    public void PlayOut(ref Situation state, ref Xorshift random) => PlayOuts.Random<MarkovDomain, Situation>(this, ref state, ref random);

    // The highest expected reward of the next step.
    public int Greedy(in Situation state, ref Xorshift random)
    {
        if (state.Action >= 0)
            return PlayOuts.Sample<MarkovDomain, Situation>(this, state, ref random);

        var (best, highest, equals) = (0, double.NegativeInfinity, 0);
        var first = Model.FirstAction[state.State];
        for (var action = first; action < Model.FirstAction[state.State + 1]; action++)
        {
            var expected = 0.0;
            for (var outcome = Model.FirstOutcome[action]; outcome < Model.FirstOutcome[action + 1]; outcome++)
                expected += Model.Probability[outcome] * Model.Reward[outcome];
            equals = expected > highest ? 1 : expected == highest ? equals + 1 : equals;
            if (expected > highest || (expected == highest && random.NextBelow(equals) == 0))
                (best, highest) = (action - first, expected);
        }

        return best;
    }

    public void Estimate(in Situation state, Span<double> returns) => Score(state, returns);

    public double Optimistic(in Situation state) => 1;

    public (double Low, double High) EndBounds(in Situation state) => Cut is null || Model.IsTerminal(state.State)
        ? (Range.Scale(state.Total), Range.Scale(state.Total))
        : (Range.Scale(state.Total + (state.Factor * Low[state.State])), Range.Scale(state.Total + (state.Factor * High[state.State])));

    public void Weigh(in Situation state, Span<float> priors) => priors.Fill(1f / priors.Length);

    public ulong Key(in Situation state) => throw new NotSupportedException("The value of a line of play depends on how it came here.");

    public string DescribeAction(in Situation state, int action)
    {
        if (state.Action < 0)
            return Model.Actions[Model.FirstAction[state.State] + action];

        var outcome = Model.FirstOutcome[state.Action] + action;
        var reward = Model.Reward[outcome];
        return reward == 0
            ? $"→ {Model.States[Model.Next[outcome]]}"
            : string.Create(CultureInfo.InvariantCulture, $"→ {Model.States[Model.Next[outcome]]} ({reward:+0.###;-0.###})");
    }

    public string Describe(in Situation state) => state.Action < 0
        ? Model.States[state.State]
        : $"{Model.States[state.State]}, {Model.Actions[state.Action]}";

    // Steps until the discount has come down to a part.
    private static int Fade(MarkovModel model, double part) =>
        (int)Math.Clamp(Math.Ceiling(ExactMath.Log(1 / part) / ExactMath.Log(1 / model.Discount)), 1, MostSteps);

    // What follows a state lies between its bounds, and 0 with them: cut off anywhere, a line loses no more than the widest of them.
    private static PlayCut CutOff(MarkovModel model, double[] low, double[] high)
    {
        var widest = 0.0;
        for (var state = 0; state < low.Length; state++)
            widest = Math.Max(widest, Math.Max(high[state], -low[state]));
        var range = high[model.Start] - low[model.Start];
        if (!(range > 0))
            return new(1, 0);
        var steps = Fade(model, Math.Min(Negligible * range / widest, 1));
        return new(steps, Math.Min(1, ExactMath.Exp(steps * ExactMath.Log(model.Discount)) * widest / range));
    }

    /// <summary>A state of the model, an action chosen there or -1, and what was collected on the way.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Situation
    {
        public int State;
        public int Action;
        public int Steps;
        public double Total;
        public double Factor;
    }
}
