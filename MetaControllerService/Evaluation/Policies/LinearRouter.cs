using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Features;

namespace MctsAspire.MetaControllerService.Evaluation.Policies;

/// <summary>
/// The plainest router that learns: a ridge regression of the utility of each agent, on the numbers of the last state, one set for the start and one for each agent
/// that may have worked first. It is what a network has to beat. What is expected of a first agent includes what the second choice makes of it.
/// </summary>
internal sealed class LinearRouter : IRoutingPolicy
{
    /// <summary>Its name in reports.</summary>
    public const string PolicyName = "linear";

    private const double Penalty = 0.1;

    private static readonly Agent[] Agents = Enum.GetValues<Agent>();

    private readonly RidgeRegression[] _first = new RidgeRegression[Agents.Length];
    private readonly RidgeRegression[,] _second = new RidgeRegression[Agents.Length, Agents.Length];

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <summary>Learns from what every agent made of tasks.</summary>
    /// <param name="tasks">The tasks, at least one.</param>
    /// <param name="price">Of a call, in units of score.</param>
    public static LinearRouter Fit(IReadOnlyList<TaskRecord> tasks, double price)
    {
        var router = new LinearRouter();
        foreach (var first in Agents)
        {
            var states = tasks.Select(task => StateNumbers.Of(task.Sequence(first))).ToList();
            foreach (var second in Agents)
                router._second[(int)first, (int)second] = Fit(states, tasks.Select(task => Utilities.Second(task, first, second, price)));
        }

        var starts = tasks.Select(task => StateNumbers.Of(task.Sequence(null))).ToList();
        foreach (var first in Agents)
            router._first[(int)first] = Fit(starts, tasks.Select(task => Utilities.First(task, first, router.Second(first, task.Sequence(first)), price)));
        return router;
    }

    /// <inheritdoc/>
    public ValueTask<Agent> ChooseAsync(RunFeatures[] states, CancellationToken cancellationToken) =>
        ValueTask.FromResult(states[^1].LastAgent is { } first ? Second(first, states) : Best(StateNumbers.Of(states), agent => _first[(int)agent]));

    /// <summary>Whom it names after an agent.</summary>
    public Agent Second(Agent first, IReadOnlyList<RunFeatures> states) => Best(StateNumbers.Of(states), agent => _second[(int)first, (int)agent]);

    private static RidgeRegression Fit(List<double[]> states, IEnumerable<double> utilities) =>
        RidgeRegression.Fit(states, [.. utilities], StateNumbers.Dimensions, Penalty);

    private static Agent Best(double[] numbers, Func<Agent, RidgeRegression> model) => Agents.MaxBy(agent => model(agent).Predict(numbers));
}
