namespace MctsAspire.Storage.Budgets;

/// <summary>
/// The division of what is left among the shards of a search. The first call of the search fixes the share of each: the least that any
/// of the call's accounts has left then, divided by the number of shards. A shard that has spent its share gets no more, whatever its
/// siblings have left.
/// </summary>
/// <param name="Name">The account that holds the size of a share.</param>
/// <param name="Shards">How many share, at least 1.</param>
/// <param name="Share">The account of the shard that calls.</param>
public sealed record BudgetSplit(string Name, int Shards, string Share);
