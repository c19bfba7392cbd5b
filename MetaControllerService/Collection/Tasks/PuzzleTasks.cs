using System.Globalization;
using System.Text.Json.Nodes;

namespace MctsAspire.MetaControllerService.Collection.Tasks;

/// <summary>Makes puzzles up: whether the most valuable item for its weight belongs into a bag of bounded weight. All packings are tried.</summary>
/// <param name="random">What chooses.</param>
internal sealed class PuzzleTasks(Random random)
{
    private const int MostItems = 8;
    private const int FewestItems = 4;

    private static readonly string[] Things = ["tent", "stove", "rope", "lamp", "axe", "kettle", "blanket", "compass", "drum", "ladder"];

    /// <summary>A puzzle and what its first decisions are worth.</summary>
    public (string Query, ExpectedAnswer Expected) Make()
    {
        while (true)
        {
            var names = Things.ToArray();
            random.Shuffle(names);
            var items = names.Take(random.Next(FewestItems, MostItems + 1)).Select(name => (Name: name, Weight: random.Next(2, 12), Value: random.Next(2, 20))).ToArray();
            var capacity = (items.Sum(item => item.Weight) / 2) + random.Next(3);
            var densest = items.MaxBy(item => (double)item.Value / item.Weight);
            if (items.Count(item => item.Value * densest.Weight == densest.Value * item.Weight) > 1 || densest.Weight > capacity)
                continue;

            var worth = Values(items, capacity, densest.Name);
            var query = string.Create(CultureInfo.InvariantCulture, $"""
                A mule carries a weight of {capacity}. Should one take or leave the {densest.Name} so that what the mule carries is worth most?
                ```json
                {Problem(items, capacity).ToJsonString()}
                ```
                """).ReplaceLineEndings("\n");
            return (query, new ExpectedAction(DecisionTasks.Scale(worth)));
        }
    }

    /// <summary>The most that a bag can be worth with an item, and without it.</summary>
    /// <param name="items">The items, at most 30.</param>
    /// <param name="capacity">What the bag can carry.</param>
    /// <param name="decided">The item.</param>
    public static Dictionary<string, double> Values((string Name, int Weight, int Value)[] items, int capacity, string decided)
    {
        var best = new Dictionary<string, double>(StringComparer.Ordinal) { [$"take {decided}"] = 0, [$"leave {decided}"] = 0 };
        for (var chosen = 0; chosen < 1 << items.Length; chosen++)
        {
            var packed = items.Where((_, index) => (chosen >> index & 1) == 1).ToList();
            if (packed.Sum(item => item.Weight) > capacity)
                continue;
            var action = packed.Any(item => item.Name == decided) ? $"take {decided}" : $"leave {decided}";
            best[action] = Math.Max(best[action], packed.Sum(item => item.Value));
        }

        return best;
    }

    private static JsonObject Problem((string Name, int Weight, int Value)[] items, int capacity) => new()
    {
        ["domain"] = "knapsack",
        ["problem"] = new JsonObject
        {
            ["capacity"] = capacity,
            ["items"] = new JsonArray([.. items.Select(item => new JsonObject { ["name"] = item.Name, ["weight"] = item.Weight, ["value"] = item.Value })]),
        },
    };
}
