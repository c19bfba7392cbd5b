using System.Globalization;
using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>Reads a model in the compact form by going through every state that can be reached from the start.</summary>
internal sealed class CompactModel
{
    /// <summary>The most states that can be reached.</summary>
    public const int MaxStates = 2_000_000;

    private const int StatesBetweenChecks = 1024;

    // Lists grow by doubling and are copied at the end, and states are found by their keys.
    private const int LargestCopy = 3;

    private const int MaxOutcomes = 40_000_000;
    private const int MaxVariables = 32;
    private const int MaxRules = 1_000;

    private readonly DecisionModelInput _input;
    private readonly VariableInput[] _variables;
    private readonly Dictionary<string, int> _places = [];
    private readonly Condition? _terminal;
    private readonly List<Rule> _rules = [];
    private readonly Dictionary<ulong, int> _states = [];
    private readonly List<ulong> _keys = [];
    private readonly List<int> _firstAction = [];
    private readonly List<string> _actions = [];
    private readonly List<int> _firstOutcome = [];
    private readonly List<(int Next, double Probability, double Reward)> _outcomes = [];

    /// <summary>Reads the variables and the formulas.</summary>
    /// <exception cref="ValidationException">One of them breaks a rule.</exception>
    public CompactModel(DecisionModelInput input)
    {
        _input = input;
        _variables = [.. input.Variables!];
        CheckVariables();
        _terminal = ReadCondition(input.Terminal, "terminal");

        if (input.Actions!.Count is 0 or > MaxRules)
            throw new ValidationException("actions", $"must hold 1 to {MaxRules} actions, and holds {input.Actions.Count}");
        var names = new HashSet<string>();
        for (var i = 0; i < input.Actions.Count; i++)
        {
            if (!names.Add(input.Actions[i].Name))
                throw new ValidationException($"actions[{i}].name", $"is {input.Actions[i].Name}, which another action is called");
            _rules.Add(ReadRule(input.Actions[i], $"actions[{i}]"));
        }
    }

    /// <summary>Goes through the states.</summary>
    /// <exception cref="ValidationException">A state breaks a rule.</exception>
    public MarkovModel Read(ReadingContext context)
    {
        var values = _variables.Select(variable => variable.Start).ToArray();
        Find(Pack(values));
        for (var state = 0; state < _keys.Count; state++)
        {
            if (state % StatesBetweenChecks == 0)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                context.Reserve(LargestCopy * MarkovModel.BytesOf(_keys.Count, _actions.Count, _outcomes.Count));
            }

            Unpack(_keys[state], values);
            _firstAction.Add(_actions.Count);
            if (!Holds(_terminal, values, otherwise: false))
                AddActions(values);
            else if (state == 0)
                throw new ValidationException("terminal", $"must leave something to decide: play is over where it begins, in the state {Name(values)}");
        }

        _firstAction.Add(_actions.Count);
        _firstOutcome.Add(_outcomes.Count);
        var model = new MarkovModel
        {
            States = new VariableNames([.. _keys], key =>
            {
                var at = new int[_variables.Length];
                Unpack(key, at);
                return Name(at);
            }),
            FirstAction = [.. _firstAction],
            Actions = [.. _actions],
            FirstOutcome = [.. _firstOutcome],
            Next = [.. _outcomes.Select(outcome => outcome.Next)],
            Probability = [.. _outcomes.Select(outcome => outcome.Probability)],
            Reward = [.. _outcomes.Select(outcome => outcome.Reward)],
            Start = 0,
            Discount = _input.Discount,
            Horizon = _input.Horizon,
        };
        if (model is { Discount: 1, Horizon: null } && Cycles.FindAction(model) is >= 0 and var action)
        {
            var rule = _rules.First(item => item.Name == model.Actions[action]);
            throw new ValidationException(rule.Path, "can lead back to a state that play has passed: set a discount below 1 or a horizon, so that the value is finite");
        }

        return model;
    }

    private void CheckVariables()
    {
        if (_variables.Length is 0 or > MaxVariables)
            throw new ValidationException("variables", $"must hold 1 to {MaxVariables} variables, and holds {_variables.Length}");

        UInt128 combinations = 1;
        for (var i = 0; i < _variables.Length; i++)
        {
            var variable = _variables[i];
            if (!char.IsAsciiLetter(variable.Name[0]) || !variable.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
                || variable.Name is "and" or "or" or "not" or "min" or "max" or "if")
                throw new ValidationException($"variables[{i}].name", "must be letters, digits and underscores, begin with a letter and be no word of formulas");
            if (!_places.TryAdd(variable.Name, i))
                throw new ValidationException($"variables[{i}].name", $"is {variable.Name}, which another variable is called");
            if (variable.To < variable.From)
                throw new ValidationException($"variables[{i}].to", $"must be at least {variable.From}, where the variable begins, and is {variable.To}");
            if (variable.Start < variable.From || variable.Start > variable.To)
                throw new ValidationException($"variables[{i}].start", $"must be from {variable.From} to {variable.To}, and is {variable.Start}");
            combinations *= (uint)(variable.To - variable.From + 1);
            if (combinations > ulong.MaxValue)
                throw new ValidationException("variables", "have more combinations than 2^64: narrow their ranges");
        }
    }

    private Rule ReadRule(RuleInput input, string path)
    {
        if (input.Outcomes.Count == 0)
            throw new ValidationException($"{path}.outcomes", "must hold an outcome");
        var outcomes = new List<Branch>();
        for (var k = 0; k < input.Outcomes.Count; k++)
        {
            var (outcome, place) = (input.Outcomes[k], $"{path}.outcomes[{k}]");
            var effects = new List<Effect>();
            foreach (var (name, formula) in outcome.Effects)
            {
                if (name.Length > MarkovModel.MaxNameLength)
                    throw new ValidationException($"{place}.effects", $"must name variables, whose names have at most {MarkovModel.MaxNameLength} characters");
                if (!_places.TryGetValue(name, out var variable))
                    throw new ValidationException($"{place}.effects.{name}", $"is no variable; there are {string.Join(", ", _places.Keys)}");
                effects.Add(new(variable, Formula.Parse(formula, $"{place}.effects.{name}", _places), $"{place}.effects.{name}"));
            }

            outcomes.Add(new(
                Formula.Parse(outcome.Probability, $"{place}.probability", _places), Formula.Parse(outcome.Reward, $"{place}.reward", _places), effects, place));
        }

        return new(input.Name, ReadCondition(input.When, $"{path}.when"), outcomes, path);
    }

    private Condition? ReadCondition(string? formula, string path) => formula is null ? null : new(Formula.Parse(formula, path, _places), path);

    private bool Holds(Condition? condition, int[] values, bool otherwise)
    {
        if (condition is null)
            return otherwise;
        var value = condition.Value(values);
        return double.IsNaN(value) ? throw Wrong(condition.Path, value, "a number, which counts as true unless it is 0", values) : value != 0;
    }

    private void AddActions(int[] values)
    {
        var before = _actions.Count;
        foreach (var rule in _rules)
        {
            if (!Holds(rule.When, values, otherwise: true))
                continue;
            _actions.Add(rule.Name);
            _firstOutcome.Add(_outcomes.Count);
            AddOutcomes(rule, values);
        }

        if (_actions.Count == before)
            throw new ValidationException("actions", $"has none that is possible in the state {Name(values)}: a dead end; let an action be possible there or make it terminal");
        if (_outcomes.Count > MaxOutcomes)
            throw new ValidationException("actions", $"have more than {MaxOutcomes} outcomes over all states: narrow the ranges of the variables");
    }

    private void AddOutcomes(Rule rule, int[] values)
    {
        var (first, sum) = (_outcomes.Count, 0.0);
        foreach (var branch in rule.Outcomes)
        {
            var probability = branch.Probability(values);
            if (!(probability is >= 0 and <= 1))
                throw Wrong($"{branch.Path}.probability", probability, "a probability from 0 to 1", values);
            sum += probability;
            if (probability == 0)
                continue;
            var reward = branch.Reward(values);
            if (!(Math.Abs(reward) <= MarkovModel.MaxReward))
                throw Wrong($"{branch.Path}.reward", reward, $"a finite reward from {-MarkovModel.MaxReward:0} to {MarkovModel.MaxReward:0}", values);
            Merge(first, Find(Follow(branch, values)), probability, reward);
        }

        if (Math.Abs(sum - 1) > DecisionModelReader.ProbabilityTolerance)
            throw Wrong($"{rule.Path}.outcomes", sum, "probabilities that add up to 1", values);
    }

    private void Merge(int first, int next, double probability, double reward)
    {
        for (var i = first; i < _outcomes.Count; i++)
        {
            if (_outcomes[i].Next == next && _outcomes[i].Reward == reward)
            {
                _outcomes[i] = (next, _outcomes[i].Probability + probability, reward);
                return;
            }
        }

        _outcomes.Add((next, probability, reward));
    }

    private ulong Follow(Branch branch, int[] values)
    {
        var next = (int[])values.Clone();
        foreach (var effect in branch.Effects)
        {
            var value = effect.Value(values);
            var variable = _variables[effect.Variable];
            if (!(value >= variable.From && value <= variable.To) || value != Math.Floor(value))
                throw Wrong(effect.Path, value, $"a whole number from {variable.From} to {variable.To}", values);
            next[effect.Variable] = (int)value;
        }

        return Pack(next);
    }

    private int Find(ulong key)
    {
        if (_states.TryGetValue(key, out var state))
            return state;
        if (_keys.Count == MaxStates)
            throw new ValidationException("variables", $"lead to more than {MaxStates} states that can be reached: narrow their ranges");
        _states.Add(key, _keys.Count);
        _keys.Add(key);
        return _keys.Count - 1;
    }

    private ulong Pack(int[] values)
    {
        var key = 0UL;
        for (var i = 0; i < values.Length; i++)
            key = (key * (ulong)(_variables[i].To - _variables[i].From + 1)) + (ulong)(values[i] - _variables[i].From);
        return key;
    }

    private void Unpack(ulong key, int[] values)
    {
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var size = (ulong)(_variables[i].To - _variables[i].From + 1);
            values[i] = (int)(key % size) + _variables[i].From;
            key /= size;
        }
    }

    private string Name(int[] values) => string.Join(", ", _variables.Select((variable, i) => $"{variable.Name} {values[i]}"));

    private ValidationException Wrong(string path, double value, string wanted, int[] values) =>
        new(path, string.Create(CultureInfo.InvariantCulture, $"must give {wanted}, and gives {value} in the state {Name(values)}"));

    private sealed record Rule(string Name, Condition? When, IReadOnlyList<Branch> Outcomes, string Path);

    private sealed record Condition(Func<int[], double> Value, string Path);

    private sealed record Branch(Func<int[], double> Probability, Func<int[], double> Reward, IReadOnlyList<Effect> Effects, string Path);

    private sealed record Effect(int Variable, Func<int[], double> Value, string Path);
}
