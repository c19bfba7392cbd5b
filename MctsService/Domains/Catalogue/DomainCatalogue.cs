using System.Collections.Frozen;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>Everything that can be searched.</summary>
internal static class DomainCatalogue
{
    /// <summary>The domains, in the order in which they are listed.</summary>
    public static IReadOnlyList<DomainEntry> All { get; } =
    [
        DecisionModelEntry.Entry,
        GameEntries.TicTacToe,
        GameEntries.ConnectFour,
        PuzzleEntries.Game24,
        ModelEntries.GridWorld,
        ModelEntries.Sailing,
        ModelEntries.Bandit,
        PuzzleEntries.Knapsack,
        PuzzleEntries.Tsp,
        ReasoningEntry.Entry,
        RemoteEntry.Entry,
    ];

    private static readonly FrozenDictionary<string, DomainEntry> ByName = All.ToFrozenDictionary(entry => entry.Name);

    /// <summary>The domain of that name.</summary>
    /// <exception cref="ValidationException">There is none.</exception>
    public static DomainEntry Find(string name) => ByName.TryGetValue(name, out var entry)
        ? entry
        : throw new ValidationException("domain.name", $"must be one of {string.Join(", ", All.Select(entry => entry.Name))}");
}
