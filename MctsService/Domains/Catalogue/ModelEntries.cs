using MctsAspire.MctsService.Domains.Models;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The well-known problems of one player with chance.</summary>
internal static class ModelEntries
{
    private const string Floor = "SGHF.#";

    /// <summary>The walk over ice.</summary>
    public static DomainEntry GridWorld { get; } = DomainEntry.Native<GridWorldInput>(
        "grid_world",
        "A walk over a map with holes, on ice: S start, G goal, H hole, . or F floor, # wall. A step goes where it is meant with probability 1 - slip, "
            + "and to each side with slip/2. Reaching a goal is worth 1; goals and holes end the walk.",
        """{"map":["SFFF","FHFH","FFFH","HFFG"],"slip":0.4,"discount":0.99}""",
        (input, context) => new MarkovProblem(Build(input), context.CancellationToken)) with { HasChance = true, BuildsModel = true };

    /// <summary>Sailing.</summary>
    public static DomainEntry Sailing { get; } = DomainEntry.Native<SailingInput>(
        "sailing",
        "Sailing over a square lake to the far corner in the shortest time while the wind turns. Values are negative times.",
        """{"size":5,"discount":0.95}""",
        (input, context) => new MarkovProblem(Build(input), context.CancellationToken)) with { HasChance = true, BuildsModel = true };

    /// <summary>Slot machines.</summary>
    public static DomainEntry Bandit { get; } = DomainEntry.Native<BanditInput>(
        "bandit",
        "One pull of an arm that pays 1 with the arm's probability, else nothing.",
        """{"arms":[0.4,0.5,0.6,0.7]}""",
        (input, context) => new MarkovProblem(Build(input), context.CancellationToken)) with { HasChance = true, BuildsModel = true };

    private static MarkovModel Build(GridWorldInput input)
    {
        RequireEnd(input.Discount, input.Horizon);
        var (starts, width) = (0, input.Map[0].Length);
        for (var row = 0; row < input.Map.Count; row++)
        {
            var line = input.Map[row];
            if (line.Length is 0 or > GridWorldInput.LargestSide)
                throw new ValidationException($"map[{row}]", $"must have 1 to {GridWorldInput.LargestSide} cells, and has {line.Length}");
            if (line.Length != width)
                throw new ValidationException($"map[{row}]", $"must have {width} cells as the first row has, and has {line.Length}");
            for (var column = 0; column < width; column++)
            {
                if (!Floor.Contains(line[column], StringComparison.Ordinal))
                    throw new ValidationException($"map[{row}]", $"must be made of S, G, H, F, . and #, and column {column + 1} is another character");
                starts += line[column] == 'S' ? 1 : 0;
            }
        }

        return starts == 1
            ? Models.GridWorld.Build(input.Map, input.Slip, input.Discount, input.Horizon)
            : throw new ValidationException("map", $"must have one start S, and has {starts}");
    }

    private static MarkovModel Build(SailingInput input)
    {
        RequireEnd(input.Discount, input.Horizon);
        return Models.Sailing.Build(input.Size, input.Discount, input.Horizon);
    }

    private static MarkovModel Build(BanditInput input)
    {
        for (var i = 0; i < input.Arms.Count; i++)
        {
            if (input.Arms[i] is < 0 or > 1)
                throw new ValidationException($"arms[{i}]", FormattableString.Invariant($"must be a probability from 0 to 1, and is {input.Arms[i]}"));
        }

        return Models.Bandit.Build(input.Arms);
    }

    private static void RequireEnd(double discount, int? horizon)
    {
        if (discount >= 1 && horizon is null)
            throw new ValidationException("discount", "must be below 1, or horizon must be set: play can go in circles, and its value would not be finite");
    }
}
