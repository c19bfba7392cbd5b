namespace MctsAspire.MctsService.Domains.Models;

/// <summary>Builds a <see cref="MarkovModel"/> state by state. Outcomes of an action with the same state and reward become one.</summary>
internal sealed class MarkovModelBuilder
{
    private readonly List<string> _states = [];
    private readonly List<List<(string Name, List<(int Next, double Probability, double Reward)> Outcomes)>> _actions = [];

    /// <summary>Adds a state and returns its index.</summary>
    public int AddState(string name)
    {
        _states.Add(name);
        _actions.Add([]);
        return _states.Count - 1;
    }

    /// <summary>Gives a state an action.</summary>
    public void AddAction(int state, string name, IEnumerable<(int Next, double Probability, double Reward)> outcomes)
    {
        var merged = outcomes
            .GroupBy(outcome => (outcome.Next, outcome.Reward))
            .Select(group => (group.Key.Next, group.Sum(outcome => outcome.Probability), group.Key.Reward))
            .Where(outcome => outcome.Item2 > 0);
        _actions[state].Add((name, [.. merged]));
    }

    /// <summary>The model.</summary>
    public MarkovModel Build(int start, double discount, int? horizon)
    {
        var actions = _actions.SelectMany(list => list).ToList();
        var outcomes = actions.SelectMany(action => action.Outcomes).ToList();
        return new()
        {
            States = [.. _states],
            FirstAction = Offsets(_actions.Select(list => list.Count)),
            Actions = [.. actions.Select(action => action.Name)],
            FirstOutcome = Offsets(actions.Select(action => action.Outcomes.Count)),
            Next = [.. outcomes.Select(outcome => outcome.Next)],
            Probability = [.. outcomes.Select(outcome => outcome.Probability)],
            Reward = [.. outcomes.Select(outcome => outcome.Reward)],
            Start = start,
            Discount = discount,
            Horizon = horizon,
        };
    }

    private static int[] Offsets(IEnumerable<int> counts)
    {
        var offsets = new List<int> { 0 };
        foreach (var count in counts)
            offsets.Add(offsets[^1] + count);
        return [.. offsets];
    }
}
