using System.Security.Cryptography;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains.Models;

/// <summary>What the searches that use a model's probabilities have in common: trials from the start, and a report of their counts and values.</summary>
internal abstract class ModelShard : IShard
{
    // An action and its outcome.
    private const int LevelsPerStep = 2;

    // Steps of the line that is shown.
    private const int LongestLine = 50;

    private readonly int _iterationLimit;
    private readonly long _nodeLimit;
    private readonly int _rootActions;

    protected ModelShard(MarkovDomain domain, SearchOptions options, int shard, int shards)
    {
        Model = domain.Model;
        Options = options;
        Steps = domain.Steps;
        Range = domain.Range;
        (Low, High) = (domain.Low, domain.High);
        Reach = Math.Min(Steps, options.MaxDepth / LevelsPerStep);
        _rootActions = Model.CountActions(Model.Start);
        _nodeLimit = Math.Max(1, options.MaxNodes / shards);
        Random = new Xorshift(options.Seed, shard);
        _iterationLimit = ShardRule.Share(options.Iterations, shards, shard);
    }

    /// <inheritdoc/>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    public StopCause? Stop { get; private set; }

    /// <summary>The model.</summary>
    protected MarkovModel Model { get; }

    /// <summary>The options.</summary>
    protected SearchOptions Options { get; }

    /// <summary>Steps after which play ends.</summary>
    protected int Steps { get; }

    /// <summary>Steps from the start after which a trial ends.</summary>
    protected int Reach { get; }

    /// <summary>The bounds of the start's returns, by which values are scaled.</summary>
    protected ValueRange Range { get; }

    /// <summary>What follows a state is worth at least this.</summary>
    protected double[] Low { get; }

    /// <summary>What follows a state is worth at most this.</summary>
    protected double[] High { get; }

    /// <summary>The shard's generator.</summary>
    protected Xorshift Random;

    /// <summary>Nodes, or states, that were visited.</summary>
    protected abstract int Nodes { get; }

    /// <summary>Children that memory is reserved for.</summary>
    protected abstract long Children { get; }

    /// <summary>Bytes held.</summary>
    protected abstract long Bytes { get; }

    /// <inheritdoc/>
    public void Run(int iterations)
    {
        for (var end = (long)Iterations + iterations; Iterations < end && Stop is null;)
        {
            RunTrial();
            Iterations++;
            Stop = Options.Solver && IsProven() ? StopCause.Proven
                : Iterations >= _iterationLimit ? StopCause.Iterations
                : Children > _nodeLimit ? StopCause.Nodes
                : EndsEarly() ? StopCause.EarlyStop
                : null;
        }
    }

    /// <inheritdoc/>
    public ShardReport Report(bool canonical = true)
    {
        var actions = new List<RootAction>();
        for (var i = 0; i < _rootActions; i++)
        {
            var ((value, low, high, children), visits) = (ReadRoot(i), RootVisits(i));
            var action = new RootAction(i, visits, visits * Range.Scale(value), Range.Scale(low), Range.Scale(high), children);
            if (action.IsKnown)
                actions.Add(action);
        }

        var (rootLow, rootHigh) = RootBounds();
        var report = new ShardReport(
            Iterations,
            Iterations * Range.Scale(RootValue()),
            Range.Scale(rootLow),
            Range.Scale(rootHigh),
            actions,
            Nodes,
            canonical ? LevelsPerStep * ReadDepth() : 0,
            Bytes,
            "",
            [],
            null);
        var choice = Choice.Best(report, Options);
        return report with { TreeHash = canonical ? Hash() : "", Line = choice < 0 ? [] : ReadLine(choice) };
    }

    /// <inheritdoc/>
    public double PlayFrozen(int action, ref Xorshift random)
    {
        var (total, factor, state, step) = (0.0, 1.0, Model.Start, 0);
        var place = 0;
        var chosen = Model.FirstAction[state] + action;
        while (true)
        {
            var outcome = Sample(chosen, ref random);
            total += factor * Model.Reward[outcome];
            factor *= Model.Discount;
            state = Model.Next[outcome];
            place = Follow(place, chosen, outcome);
            if (++step >= Steps || Model.IsTerminal(state))
                return Range.Scale(total);

            chosen = ChooseFrozen(place, state, step);
            if (chosen < 0)
                chosen = Model.FirstAction[state] + random.NextBelow(Model.CountActions(state));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>One trial from the start to a leaf and back.</summary>
    protected abstract void RunTrial();

    /// <summary>Trials that began with one of the start's actions.</summary>
    protected abstract int RootVisits(int action);

    /// <summary>The value of one of the start's actions, which means nothing without visits, its proven bounds and the outcomes that trials have met.</summary>
    protected abstract (double Value, double Low, double High, int Children) ReadRoot(int action);

    /// <summary>The value of the start.</summary>
    protected abstract double RootValue();

    /// <summary>Steps from the start to the deepest node.</summary>
    protected abstract int ReadDepth();

    /// <summary>Where a line of play stands after an outcome, for <see cref="ChooseFrozen"/>; the start is 0.</summary>
    protected abstract int Follow(int place, int action, int outcome);

    /// <summary>Whether trials have come to where a line of play stands.</summary>
    protected abstract bool IsMet(int place, int state, int step);

    /// <summary>The action that what was learnt says is best; negative where nothing was learnt.</summary>
    protected abstract int ChooseFrozen(int place, int state, int step);

    /// <summary>Proven bounds of the start's value.</summary>
    protected abstract (double Low, double High) RootBounds();

    /// <summary>Writes what was learnt, in a canonical order.</summary>
    protected abstract void WriteTo(BinaryWriter writer);

    /// <summary>Whether nothing is left to learn.</summary>
    protected virtual bool IsProven() => false;

    /// <summary>An outcome of an action, by the probabilities.</summary>
    protected int Sample(int action, ref Xorshift random)
    {
        var at = random.NextDouble();
        var last = Model.FirstOutcome[action + 1] - 1;
        for (var outcome = Model.FirstOutcome[action]; outcome < last; outcome++)
        {
            at -= Model.Probability[outcome];
            if (at < 0)
                return outcome;
        }

        return last;
    }

    // The chosen action, then at each step the most probable outcome, of equals the first, and what the search would do there; as far as it has come, and without going in circles.
    private List<int> ReadLine(int choice)
    {
        var line = new List<int> { choice };
        var (state, place, seen) = (Model.Start, 0, new HashSet<int> { Model.Start });
        for (var step = 1; step <= LongestLine; step++)
        {
            var action = Model.FirstAction[state] + line[^1];
            var outcome = Model.FirstOutcome[action];
            for (var other = outcome + 1; other < Model.FirstOutcome[action + 1]; other++)
                outcome = Model.Probability[other] > Model.Probability[outcome] ? other : outcome;
            place = Follow(place, action, outcome);
            line.Add(outcome - Model.FirstOutcome[action]);
            state = Model.Next[outcome];
            if (step >= Steps || Model.IsTerminal(state) || (Model.Horizon is null && !seen.Add(state)) || !IsMet(place, state, step) || ChooseFrozen(place, state, step) is not (>= 0 and var next))
                break;
            line.Add(next - Model.FirstAction[state]);
        }

        return line;
    }

    private bool EndsEarly()
    {
        if (Options.EarlyStop is not { } early || Iterations < early.MinimumIterations)
            return false;
        var most = 0;
        for (var action = 0; action < _rootActions; action++)
            most = Math.Max(most, RootVisits(action));
        return most >= early.Share * Iterations;
    }

    private string Hash()
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        using (var writer = new BinaryWriter(stream))
        {
            WriteTo(writer);
        }

        return Convert.ToHexStringLower(sha.Hash!);
    }
}
