using System.Globalization;
using MctsAspire.MctsService.Domains.Models;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>Reads a model whose states are all written down.</summary>
internal static class ExplicitModel
{
    private const int MaxStates = 100_000;

    /// <summary>Reads the model.</summary>
    /// <exception cref="ValidationException">The model breaks a rule.</exception>
    public static MarkovModel Read(DecisionModelInput input)
    {
        var states = input.States!;
        if (states.Count is 0 or > MaxStates)
            throw new ValidationException("states", string.Create(CultureInfo.InvariantCulture, $"must hold 1 to {MaxStates} states, and holds {states.Count}"));

        var places = new Dictionary<string, int>();
        for (var i = 0; i < states.Count; i++)
        {
            if (!places.TryAdd(states[i].Name, i))
                throw new ValidationException($"states[{i}].name", $"is {states[i].Name}, as is states[{places[states[i].Name]}].name; names must differ");
        }

        if (input.Start is null)
            throw new ValidationException("start", "is missing: it names the state where play begins");
        if (!places.TryGetValue(input.Start, out var start))
            throw new ValidationException("start", $"is {input.Start}, which is no name of a state");
        if (states[start].Terminal)
            throw new ValidationException("start", $"must leave something to decide: play is over in {input.Start}, which is terminal");

        var builder = new MarkovModelBuilder();
        foreach (var state in states)
            builder.AddState(state.Name);
        for (var i = 0; i < states.Count; i++)
            AddActions(builder, states[i], i, places);

        var model = builder.Build(start, input.Discount, input.Horizon);
        RequireReachable(model);
        if (model is { Discount: 1, Horizon: null } && Cycles.FindAction(model) is >= 0 and var action)
            throw new ValidationException(PathOf(model, action), "can lead back to its own state: set a discount below 1 or a horizon, so that the value is finite");
        return model;
    }

    private static void AddActions(MarkovModelBuilder builder, StateInput state, int index, Dictionary<string, int> places)
    {
        if (state.Terminal && state.Actions.Count > 0)
            throw new ValidationException($"states[{index}].actions", "must be empty in a terminal state");
        if (!state.Terminal && state.Actions.Count == 0)
            throw new ValidationException($"states[{index}].actions", "must hold an action: without one the state is a dead end; mark it terminal if play ends here");

        var names = new HashSet<string>();
        for (var j = 0; j < state.Actions.Count; j++)
        {
            var (action, path) = (state.Actions[j], $"states[{index}].actions[{j}]");
            if (!names.Add(action.Name))
                throw new ValidationException($"{path}.name", $"is {action.Name}, which another action of the state is called");
            builder.AddAction(index, action.Name, ReadOutcomes(action, path, places));
        }
    }

    private static List<(int, double, double)> ReadOutcomes(ActionInput action, string path, Dictionary<string, int> places)
    {
        if (action.Outcomes.Count == 0)
            throw new ValidationException($"{path}.outcomes", "must hold an outcome");
        var outcomes = new List<(int, double, double)>();
        for (var k = 0; k < action.Outcomes.Count; k++)
        {
            var outcome = action.Outcomes[k];
            if (!places.TryGetValue(outcome.To, out var to))
                throw new ValidationException($"{path}.outcomes[{k}].to", $"is {outcome.To}, which is no name of a state");
            outcomes.Add((to, outcome.Probability, outcome.Reward));
        }

        var sum = action.Outcomes.Sum(outcome => outcome.Probability);
        return Math.Abs(sum - 1) <= DecisionModelReader.ProbabilityTolerance
            ? outcomes
            : throw new ValidationException($"{path}.outcomes", string.Create(CultureInfo.InvariantCulture, $"must have probabilities that add up to 1, and they add up to {sum}"));
    }

    private static void RequireReachable(MarkovModel model)
    {
        var reached = new bool[model.StateCount];
        var open = new Stack<int>([model.Start]);
        reached[model.Start] = true;
        while (open.TryPop(out var state))
        {
            for (var outcome = model.FirstOutcome[model.FirstAction[state]]; outcome < model.FirstOutcome[model.FirstAction[state + 1]]; outcome++)
            {
                if (!reached[model.Next[outcome]])
                {
                    reached[model.Next[outcome]] = true;
                    open.Push(model.Next[outcome]);
                }
            }
        }

        var lost = Array.IndexOf(reached, false);
        if (lost >= 0)
            throw new ValidationException($"states[{lost}]", $"can't be reached from the start: no outcome leads to {model.States[lost]}");
    }

    private static string PathOf(MarkovModel model, int action)
    {
        var state = 0;
        while (model.FirstAction[state + 1] <= action)
            state++;
        return $"states[{state}].actions[{action - model.FirstAction[state]}]";
    }
}
