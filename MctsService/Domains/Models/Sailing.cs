namespace MctsAspire.MctsService.Domains.Models;

/// <summary>
/// Sailing over a square lake to the far corner in the shortest time (Vanderbei, "Optimal sailing strategies", 1996): the boat goes to one
/// of eight neighbours; with the wind from behind a step takes 1, then 2, 3 and 4 as it comes from further ahead, and into the wind there is
/// no way; changing the tack costs 3 more, and a diagonal is √2 longer. After each step the wind turns by an eighth to either side with
/// probability .3 each. Rewards are negative times.
/// </summary>
internal static class Sailing
{
    private const int Winds = 8;
    private const int Tacks = 3;
    private const double TackDelay = 3;
    private const double Turn = 0.3;

    private static readonly (string Name, int Right, int Up)[] Headings =
        [("N", 0, 1), ("NE", 1, 1), ("E", 1, 0), ("SE", 1, -1), ("S", 0, -1), ("SW", -1, -1), ("W", -1, 0), ("NW", -1, 1)];

    /// <summary>The model of a lake of size by size, at least 2, with the wind blowing to the south-west at the start.</summary>
    public static MarkovModel Build(int size, double discount, int? horizon)
    {
        var builder = new MarkovModelBuilder();
        for (var state = 0; state < size * size * Tacks * Winds; state++)
            builder.AddState(Name(state));

        for (var state = 0; state < size * size * Tacks * Winds; state++)
        {
            var (x, y, tack, wind) = Split(state);
            if (x == size - 1 && y == size - 1)
                continue;
            for (var heading = 0; heading < Headings.Length; heading++)
            {
                var (toX, toY) = (x + Headings[heading].Right, y + Headings[heading].Up);
                var angle = (heading - wind + Winds) % Winds;
                if (toX < 0 || toY < 0 || toX >= size || toY >= size || angle == Winds / 2)
                    continue;

                // The wind comes over one side or the other, or from straight behind.
                var side = angle == 0 ? 0 : angle < Winds / 2 ? 1 : 2;
                var time = (1 + Math.Min(angle, Winds - angle)) * (heading % 2 == 0 ? 1 : Math.Sqrt(2))
                    + (tack != 0 && side != 0 && side != tack ? TackDelay : 0);
                builder.AddAction(state, Headings[heading].Name,
                    new[] { (0, 1 - (2 * Turn)), (1, Turn), (Winds - 1, Turn) }
                        .Select(turn => (Join(toX, toY, side, (wind + turn.Item1) % Winds), turn.Item2, -time)));
            }
        }

        return builder.Build(Join(0, 0, 0, wind: 5), discount, horizon);

        int Join(int x, int y, int tack, int wind) => ((((y * size) + x) * Tacks) + tack) * Winds + wind;

        (int X, int Y, int Tack, int Wind) Split(int state) =>
            (state / (Winds * Tacks) % size, state / (Winds * Tacks) / size, state / Winds % Tacks, state % Winds);

        string Name(int state)
        {
            var (x, y, tack, wind) = Split(state);
            return $"({x}, {y}), {(tack == 0 ? "free" : tack == 1 ? "port" : "starboard")}, wind to {Headings[wind].Name}";
        }
    }
}
