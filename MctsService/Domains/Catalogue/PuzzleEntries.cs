using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The problems of one player without chance.</summary>
internal static class PuzzleEntries
{
    /// <summary>The game of 24.</summary>
    public static DomainEntry Game24 { get; } = DomainEntry.Native<Game24Input>(
        "game24",
        "The game of 24: four numbers become one by +, -, × and ÷, and it should be 24. Worth 1 when it is, else 0.",
        """{"numbers":[4,6,11,13]}""",
        (input, _) => new Problem<Game24, Game24.Hand>(Build(input)));

    /// <summary>Packing.</summary>
    public static DomainEntry Knapsack { get; } = DomainEntry.Native<KnapsackInput>(
        "knapsack",
        "Packs the items of the highest value whose weight fits.",
        """{"capacity":8,"items":[{"name":"tent","weight":3,"value":4},{"name":"stove","weight":5,"value":7},{"name":"rope","weight":2,"value":2},{"name":"food","weight":4,"value":9}]}""",
        (input, _) => new Problem<Knapsack, Knapsack.Packing>(Build(input)));

    /// <summary>Tours.</summary>
    public static DomainEntry Tsp { get; } = DomainEntry.Native<TspInput>(
        "tsp",
        "The shortest tour through all cities, beginning and ending in the first. Cities have coordinates, or there is a table of distances. "
            + "The value is the tour's length, negated.",
        """{"cities":[{"name":"Aachen","x":0,"y":0},{"name":"Bonn","x":3,"y":1},{"name":"Celle","x":6,"y":7},{"name":"Dresden","x":11,"y":2},{"name":"Essen","x":1,"y":3}]}""",
        (input, _) => new Problem<Tsp, Tsp.Route>(Build(input)));

    private static Game24 Build(Game24Input input)
    {
        for (var i = 0; i < input.Numbers.Count; i++)
        {
            if (input.Numbers[i] is < 1 or > Domains.Game24.MaxNumber)
                throw new ValidationException($"numbers[{i}]", $"must be from 1 to {Domains.Game24.MaxNumber}, and is {input.Numbers[i]}");
        }

        return new(input.Numbers[0], input.Numbers[1], input.Numbers[2], input.Numbers[3]);
    }

    private static Knapsack Build(KnapsackInput input)
    {
        RequireDifferent([.. input.Items.Select(item => item.Name)], "items");
        return new(input.Items.Select(item => new KnapsackItem(item.Name, item.Weight, item.Value)), input.Capacity);
    }

    private static Tsp Build(TspInput input)
    {
        if (input.Cities is { } cities)
        {
            if (input.Names is not null || input.Distances is not null)
                throw new ValidationException("cities", "must stand without names and distances, which are the other form");
            RequireDifferent([.. cities.Select(city => city.Name)], "cities");
            return new([.. cities.Select(city => city.Name)], [.. cities.Select(from => cities.Select(to => Math.Sqrt(Square(from.X - to.X) + Square(from.Y - to.Y))).ToArray())]);
        }

        if (input is { Names: null, Distances: not null })
            throw new ValidationException("names", "is missing: distances need the name of each city, in the order of their rows");
        if (input.Names is not { } names)
            throw new ValidationException("cities", "is missing: give cities with coordinates, or names and distances");
        if (input.Distances is not { } distances)
            throw new ValidationException("distances", "is missing: names need a row of distances for each city");
        RequireDifferent(names, "names");
        RequireSquare(distances, names.Count);
        return new(names, distances);

        static double Square(double x) => x * x;
    }

    private static void RequireDifferent(IReadOnlyList<string> names, string field)
    {
        var places = new Dictionary<string, int>();
        for (var i = 0; i < names.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                throw new ValidationException($"{field}[{i}]", "must have a name of more than white space");
            if (names[i].EnumerateRunes().Count() > TspInput.LongestName)
                throw new ValidationException($"{field}[{i}]", $"must have 1 to {TspInput.LongestName} characters, and has {names[i].EnumerateRunes().Count()}");
            if (!places.TryAdd(names[i], i))
                throw new ValidationException($"{field}[{i}]", $"is called {names[i]}, as is {field}[{places[names[i]]}]; names must differ");
        }
    }

    private static void RequireSquare(IReadOnlyList<IReadOnlyList<double>> distances, int cities)
    {
        if (distances.Count != cities)
            throw new ValidationException("distances", $"must hold a row for each of the {cities} names, and holds {distances.Count}");
        for (var i = 0; i < cities; i++)
        {
            if (distances[i].Count != cities)
                throw new ValidationException($"distances[{i}]", $"must hold {cities} distances, and holds {distances[i].Count}");
            for (var j = 0; j < cities; j++)
            {
                if (distances[i][j] is < 0 or > TspInput.Farthest)
                    throw new ValidationException($"distances[{i}][{j}]", FormattableString.Invariant($"must be from 0 to {TspInput.Farthest}, and is {distances[i][j]}"));
            }
        }
    }
}
