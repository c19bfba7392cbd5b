namespace MctsAspire.MctsService.Domains.Models;

/// <summary>Tells whether play of a model can come back to a state that it has passed.</summary>
internal static class Cycles
{
    /// <summary>The first action found on a cycle of states that can be reached from the start; -1 when play never comes back.</summary>
    public static int FindAction(MarkovModel model)
    {
        const byte Open = 1, Done = 2;
        var marks = new byte[model.StateCount];
        var path = new Stack<(int State, int Outcome)>();
        path.Push((model.Start, FirstOutcome(model.Start)));
        marks[model.Start] = Open;
        while (path.Count > 0)
        {
            var (state, outcome) = path.Pop();
            if (outcome == FirstOutcome(state + 1))
            {
                marks[state] = Done;
                continue;
            }

            path.Push((state, outcome + 1));
            var next = model.Next[outcome];
            if (marks[next] == Open)
                return ActionOf(model, state, outcome);
            if (marks[next] == 0)
            {
                marks[next] = Open;
                path.Push((next, FirstOutcome(next)));
            }
        }

        return -1;

        int FirstOutcome(int state) => model.FirstOutcome[model.FirstAction[state]];
    }

    private static int ActionOf(MarkovModel model, int state, int outcome)
    {
        var action = model.FirstAction[state];
        while (model.FirstOutcome[action + 1] <= outcome)
            action++;
        return action;
    }
}
