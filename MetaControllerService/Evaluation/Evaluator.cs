using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Collection.Tasks;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.MetaControllerService.Evaluation.Reports;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MetaControllerService.Evaluation;

/// <summary>Compares a router with fixed agents, the rules, the whole graph, a linear router and the oracle on the held-out tasks of a log.</summary>
/// <param name="bootstrap">Makes the intervals.</param>
internal sealed class Evaluator(Bootstrap bootstrap)
{
    /// <summary>The name of the one who knows which agent does best.</summary>
    public const string Oracle = "oracle";

    /// <summary>The graph's row in reports.</summary>
    public const string Graph = "graph as collected";

    /// <summary>The running app's row.</summary>
    public const string Live = "POST /agents/auto";

    private static readonly Agent[] Agents = Enum.GetValues<Agent>();

    /// <summary>Compares.</summary>
    /// <param name="records">The log.</param>
    /// <param name="router">The router; null: the linear one.</param>
    /// <param name="served">A log of the same tasks, collected while another router was served; null: none.</param>
    /// <param name="live">What the running app's <c>POST /agents/auto</c> made of the held-out tasks, in their order; null: it was not asked.</param>
    /// <param name="prices">The prices, at least one; the first is the one that is told of in detail.</param>
    /// <param name="seed">Of the resamples, for the report.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ValidationException">The log lacks tasks of a part.</exception>
    public async Task<EvaluationReport> RunAsync(
        IReadOnlyList<TaskRecord> records,
        IRoutingPolicy? router,
        IReadOnlyList<TaskRecord>? served,
        IReadOnlyList<RoutedOutcome>? live,
        IReadOnlyList<double> prices,
        int seed,
        CancellationToken cancellationToken)
    {
        var learned = Part(records, TaskPart.Train);
        var tasks = Part(records, TaskPart.Test);
        var tables = new List<PriceTable>();
        List<KindRow> kinds = [];
        IReadOnlyList<OffPolicyRow>? offPolicy = null;
        var comparisons = new Comparisons(bootstrap);
        foreach (var price in prices)
        {
            var policies = Policies(router, LinearRouter.Fit(learned, price));
            var choices = new List<(string Policy, IReadOnlyList<Choices> OfTasks)>();
            foreach (var policy in policies)
                choices.Add((policy.Name, await ChooseAsync(policy, tasks, cancellationToken)));

            var earned = choices.Select(chosen => (chosen.Policy, Runs: (IReadOnlyList<Earned>)[.. chosen.OfTasks.Zip(tasks, (choice, task) => choice.Outcome(task))])).ToList();
            earned.Add((Graph, [.. tasks.Select(task => OfGraph(task, TaskRecord.Graph))]));
            earned.Add((Graph + ", no search", [.. tasks.Select(task => OfGraph(task, TaskRecord.GraphWithoutSearch))]));
            if (served is not null)
                earned.Add(("graph with the served router", OfServed(tasks, served)));
            if (live is not null)
                earned.Add((Live, [.. live.Select(run => new Earned(run.Outcome.Score, run.Outcome.Cost))]));
            earned.Add((Oracle, [.. tasks.Select(task => Utilities.Oracle(task, price))]));
            tables.Add(new(price, Rows(earned, price)));
            comparisons.Add(tables[^1]);
            if (live is not null)
                comparisons.Add(price, Live, earned);
            if (kinds.Count > 0)
                continue;

            kinds = Kinds(tasks, earned, choices[0].OfTasks, price);
            if (tasks.Count >= OffPolicyEstimates.FewestRuns)
                offPolicy = [.. choices.Where(chosen => !chosen.Policy.EndsWith("only", StringComparison.Ordinal)).Select(chosen => Estimate(chosen.Policy, tasks, chosen.OfTasks, price))];
        }

        return new(router?.Name ?? LinearRouter.PolicyName, tasks.Count, learned.Count, seed, bootstrap.Count, prices[0], tables, comparisons.Rows(), kinds, live is null ? null : LiveSummary.Of(live, tasks), offPolicy);
    }

    private static List<TaskRecord> Part(IReadOnlyList<TaskRecord> records, TaskPart part)
    {
        var found = records.Where(record => record.Part == part).ToList();
        return found.Count > 0 ? found : throw new ValidationException("data", $"holds no task of the part {part.ToString().ToLowerInvariant()}; collect more tasks");
    }

    private static List<IRoutingPolicy> Policies(IRoutingPolicy? router, LinearRouter linear)
    {
        List<IRoutingPolicy> policies = router is null ? [linear, new FirstChoiceOnly(linear)] : [router, new FirstChoiceOnly(router), linear];
        policies.AddRange(Agents.Select(agent => new FixedPolicy(agent)));
        policies.AddRange([new RulePolicy(), new FirstChoiceOnly(new RulePolicy())]);
        return policies;
    }

    private static async Task<IReadOnlyList<Choices>> ChooseAsync(IRoutingPolicy policy, List<TaskRecord> tasks, CancellationToken cancellationToken)
    {
        var choices = new List<Choices>(tasks.Count);
        foreach (var task in tasks)
            choices.Add(await Choices.OfAsync(policy, task, cancellationToken));
        return choices;
    }

    private static Earned OfGraph(TaskRecord task, string name)
    {
        var outcome = task.Outcomes.GetValueOrDefault(name) ?? throw new ValidationException($"task {task.Task} outcomes", $"must hold {name}");
        return new(outcome.Score, outcome.Cost);
    }

    private static List<Earned> OfServed(List<TaskRecord> tasks, IReadOnlyList<TaskRecord> served)
    {
        var found = served.ToDictionary(record => record.Task, StringComparer.Ordinal);
        return [.. tasks.Select(task => found.TryGetValue(task.Task, out var other) && other.Query == task.Query
            ? OfGraph(other, TaskRecord.Graph)
            : throw new ValidationException("served", $"must hold the task {task.Task} of the data"))];
    }

    private List<PolicyRow> Rows(List<(string Policy, IReadOnlyList<Earned> Runs)> earned, double price)
    {
        var router = Values(earned[0].Runs, price);
        var oracle = Values(earned[^1].Runs, price).Average();
        return [.. earned.Select(policy =>
        {
            var values = Values(policy.Runs, price);
            return new PolicyRow(
                policy.Policy,
                policy.Runs.Average(run => run.Score),
                policy.Runs.Average(run => run.Cost),
                bootstrap.Mean(values),
                oracle - values.Average(),
                bootstrap.Mean([.. router.Zip(values, (one, other) => one - other)]));
        })];
    }

    private static List<KindRow> Kinds(List<TaskRecord> tasks, List<(string Policy, IReadOnlyList<Earned> Runs)> earned, IReadOnlyList<Choices> router, double price) =>
        [.. tasks.Select((task, index) => (task.Kind, Index: index)).GroupBy(task => task.Kind, task => task.Index).OrderBy(kind => kind.Key).Select(kind => new KindRow(
            kind.Key,
            kind.Count(),
            earned.ToDictionary(policy => policy.Policy, policy => kind.Average(index => policy.Runs[index].Utility(price))),
            Agents.ToDictionary(agent => agent.Name(), agent => kind.Count(index => router[index].Last == agent))))];

    private OffPolicyRow Estimate(string policy, List<TaskRecord> tasks, IReadOnlyList<Choices> choices, double price)
    {
        var runs = tasks.Zip(choices, (task, chosen) => LoggedRuns.Of(task, chosen, price)).ToList();
        return new(policy, tasks.Zip(choices, (task, chosen) => chosen.Outcome(task).Utility(price)).Average(), OffPolicyEstimates.Of(runs, bootstrap));
    }

    private static double[] Values(IReadOnlyList<Earned> runs, double price) => [.. runs.Select(run => run.Utility(price))];
}
