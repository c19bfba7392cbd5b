namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// A walk over a map with holes, on ice: <c>S</c> start, <c>G</c> goal, <c>H</c> hole, <c>.</c> or <c>F</c> floor, <c>#</c> wall. A step goes
/// where it is meant with probability 1 - slip, and to each side with slip/2. Reaching the goal is worth 1; goal and holes end the walk.
/// </summary>
internal static class GridWorld
{
    /// <summary>The usual slippery map of 4 by 4.</summary>
    public static IReadOnlyList<string> Lake { get; } = ["SFFF", "FHFH", "FFFH", "HFFG"];

    private static readonly (string Name, int Right, int Down)[] Directions = [("left", -1, 0), ("down", 0, 1), ("right", 1, 0), ("up", 0, -1)];

    /// <summary>The model of a map whose rows have the same length and which has one start.</summary>
    public static MarkovModel Build(IReadOnlyList<string> map, double slip, double discount, int? horizon)
    {
        var (width, builder, start) = (map[0].Length, new MarkovModelBuilder(), 0);
        for (var cell = 0; cell < width * map.Count; cell++)
        {
            var state = builder.AddState($"row {(cell / width) + 1}, column {(cell % width) + 1}");
            if (At(cell) == 'S')
                start = state;
        }

        for (var cell = 0; cell < width * map.Count; cell++)
        {
            if (At(cell) is 'G' or 'H' or '#')
                continue;
            for (var direction = 0; direction < Directions.Length; direction++)
            {
                var (straight, left, right) = (Step(cell, direction), Step(cell, (direction + 3) % 4), Step(cell, (direction + 1) % 4));
                builder.AddAction(cell, Directions[direction].Name,
                    [Outcome(straight, 1 - slip), Outcome(left, slip / 2), Outcome(right, slip / 2)]);
            }
        }

        return builder.Build(start, discount, horizon);

        char At(int cell) => map[cell / width][cell % width];

        int Step(int cell, int direction)
        {
            var column = (cell % width) + Directions[direction].Right;
            var row = (cell / width) + Directions[direction].Down;
            return column < 0 || column >= width || row < 0 || row >= map.Count || map[row][column] == '#' ? cell : (row * width) + column;
        }

        (int, double, double) Outcome(int cell, double probability) => (cell, probability, At(cell) == 'G' ? 1 : 0);
    }
}
