namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// A Markov decision process as flat arrays: the actions of a state and the outcomes of an action are neighbours. A state without
/// actions is terminal. The value of a line of play is the sum of its rewards, each discounted by the steps before it.
/// </summary>
internal sealed class MarkovModel
{
    /// <summary>A reward is at most this, and at least its opposite.</summary>
    public const double MaxReward = 1e12;

    /// <summary>The most characters of the name of a state, an action or a variable.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The names of the states.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>The first action of each state, and the end of the last's.</summary>
    public required int[] FirstAction { get; init; }

    /// <summary>The names of the actions.</summary>
    public required string[] Actions { get; init; }

    /// <summary>The first outcome of each action, and the end of the last's.</summary>
    public required int[] FirstOutcome { get; init; }

    /// <summary>The state that an outcome leads to.</summary>
    public required int[] Next { get; init; }

    /// <summary>The probabilities of the outcomes; those of an action add up to 1.</summary>
    public required double[] Probability { get; init; }

    /// <summary>The reward that comes with an outcome.</summary>
    public required double[] Reward { get; init; }

    /// <summary>Where play begins.</summary>
    public required int Start { get; init; }

    /// <summary>The factor for each step, in (0,1].</summary>
    public required double Discount { get; init; }

    /// <summary>Steps after which play ends; <see langword="null"/>: play ends in terminal states only, and what is far off counts little.</summary>
    public int? Horizon { get; init; }

    /// <summary>States.</summary>
    public int StateCount => States.Count;

    /// <summary>The largest reward or loss of a single step.</summary>
    public double LargestReward
    {
        get
        {
            var largest = 0.0;
            foreach (var reward in Reward)
                largest = Math.Max(largest, Math.Abs(reward));
            return largest;
        }
    }

    /// <summary>The memory of a model of that many states, actions and outcomes, with the bounds on what follows a state and without names.</summary>
    public static long BytesOf(long states, long actions, long outcomes) =>
        (states * ((2 * sizeof(double)) + sizeof(ulong) + sizeof(int))) + (actions * (sizeof(int) + sizeof(long))) + (outcomes * ((2 * sizeof(double)) + sizeof(int)));

    /// <summary>The same model with another start.</summary>
    public MarkovModel From(int start) => Copy(start, Probability, Reward);

    /// <summary>The same model with other numbers.</summary>
    public MarkovModel With(double[] probability, double[] reward) => Copy(Start, probability, reward);

    /// <summary>The state's actions.</summary>
    public int CountActions(int state) => FirstAction[state + 1] - FirstAction[state];

    /// <summary>The action's outcomes, where an action counts over all states.</summary>
    public int CountOutcomes(int action) => FirstOutcome[action + 1] - FirstOutcome[action];

    /// <summary>Whether the state has no actions.</summary>
    public bool IsTerminal(int state) => FirstAction[state] == FirstAction[state + 1];

    /// <summary>The states that the state's outcomes lead to, each as often as there are outcomes.</summary>
    public ReadOnlySpan<int> NextOf(int state) => Next.AsSpan(FirstOutcome[FirstAction[state]]..FirstOutcome[FirstAction[state + 1]]);

    private MarkovModel Copy(int start, double[] probability, double[] reward) => new()
    {
        States = States,
        FirstAction = FirstAction,
        Actions = Actions,
        FirstOutcome = FirstOutcome,
        Next = Next,
        Probability = probability,
        Reward = reward,
        Start = start,
        Discount = Discount,
        Horizon = Horizon,
    };
}
