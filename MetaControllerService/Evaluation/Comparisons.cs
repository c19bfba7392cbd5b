using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.MetaControllerService.Evaluation.Reports;

namespace MctsAspire.MetaControllerService.Evaluation;

/// <summary>Puts together, price by price, by how much a policy earns more than each of the others but the oracle.</summary>
/// <param name="bootstrap">Makes the intervals.</param>
internal sealed class Comparisons(Bootstrap bootstrap)
{
    private readonly OrderedDictionary<(string Policy, string Other), SortedDictionary<double, Estimate>> _differences = [];

    /// <summary>Takes the router's differences from a table.</summary>
    public void Add(PriceTable table)
    {
        foreach (var row in table.Rows.Skip(1).Where(row => row.Policy != Evaluator.Live))
            Put(table.Price, table.Rows[0].Policy, row.Policy, () => row.Behind);
    }

    /// <summary>Compares another policy.</summary>
    /// <param name="price">Of a call, in units of score.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="earned">What each policy earned on the same tasks.</param>
    public void Add(double price, string policy, IReadOnlyList<(string Policy, IReadOnlyList<Earned> Runs)> earned)
    {
        var own = earned.First(one => one.Policy == policy).Runs;
        foreach (var (other, runs) in earned)
            Put(price, policy, other, () => bootstrap.Mean([.. own.Zip(runs, (one, another) => one.Utility(price) - another.Utility(price))]));
    }

    /// <summary>What came out.</summary>
    public IReadOnlyList<ComparisonRow> Rows() => [.. _differences
        .OrderBy(difference => difference.Key.Policy == Evaluator.Live)
        .Select(difference => new ComparisonRow(difference.Key.Policy, difference.Key.Other, [.. difference.Value.Keys], [.. difference.Value.Values]))];

    private void Put(double price, string policy, string other, Func<Estimate> difference)
    {
        if (other == policy || other == Evaluator.Oracle)
            return;
        _differences.TryAdd((policy, other), []);
        _differences[(policy, other)][price] = difference();
    }
}
