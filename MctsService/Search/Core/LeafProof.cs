namespace MctsAspire.MctsService.Search.Core;

/// <summary>
/// Proves the value of a state near the end of a game of two players without chance: alpha-beta (Knuth and Moore, 1975) in the first
/// player's returns.
/// </summary>
internal static class LeafProof
{
    /// <summary>The first player's return when both play their best.</summary>
    public static double Solve<TDomain, TState>(in TDomain domain, in TState state, double low, double high, Span<double> returns)
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        if (domain.IsTerminal(state))
        {
            domain.Score(state, returns);
            return returns[0];
        }

        // The quick rule's action first: it wins at once or answers a threat where it can.
        var random = new Xorshift(0, 0);
        var first = domain.Greedy(state, ref random);
        var maximises = domain.Mover(state) == 0;
        var best = maximises ? double.NegativeInfinity : double.PositiveInfinity;
        var count = domain.CountActions(state);
        for (var i = 0; i < count && low < high; i++)
        {
            var next = state;
            domain.Apply(ref next, i == 0 ? first : i <= first ? i - 1 : i);
            var value = Solve<TDomain, TState>(domain, next, low, high, returns);
            if (maximises)
            {
                best = Math.Max(best, value);
                low = Math.Max(low, value);
            }
            else
            {
                best = Math.Min(best, value);
                high = Math.Min(high, value);
            }
        }

        return best;
    }
}
