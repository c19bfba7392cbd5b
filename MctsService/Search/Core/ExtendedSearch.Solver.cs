namespace MctsAspire.MctsService.Search.Core;

/// <content>
/// Proven values: each node has bounds on the first player's return, which are backed up like the values (Cazenave and Saffidine,
/// "Score bounded Monte-Carlo tree search", 2010), with the expectation at chance nodes. A child that can't beat a proven sibling is
/// selected no more.
/// </content>
internal sealed unsafe partial class ExtendedSearch<TDomain, TState, TLanes>
{
    private void BackUpBounds(int depth)
    {
        for (var i = depth - 1; i >= Root; i--)
        {
            ref var step = ref _path[i];
            if (!Tighten(step) && !_shares)
                return;
        }
    }

    // Whether a bound of the node moved.
    private bool Tighten(in Step step)
    {
        var details = step.BlockDetails(_store);
        var chance = TDomain.HasChance && step.Mover == Movers.Chance;
        var maximises = step.Mover == 0;
        var (low, high) = chance ? (0.0, 0.0) : maximises ? (double.NegativeInfinity, double.NegativeInfinity) : (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 0; i < step.Children; i++)
        {
            if (chance)
            {
                low += details[i].Prior * details[i].Low;
                high += details[i].Prior * details[i].High;
            }
            else if (maximises)
            {
                low = Math.Max(low, details[i].Low);
                high = Math.Max(high, details[i].High);
            }
            else
            {
                low = Math.Min(low, details[i].Low);
                high = Math.Min(high, details[i].High);
            }
        }

        low = Math.Max(low, step.Detail->Low);
        high = Math.Min(high, step.Detail->High);
        var moved = low > step.Detail->Low || high < step.Detail->High;
        step.Detail->Low = low;
        step.Detail->High = high;
        if (!chance)
            Prune(step, low, high);
        return moved;
    }

    private void Prune(in Step step, double low, double high)
    {
        var block = step.Block(_store);
        var details = step.BlockDetails(_store);
        for (var i = 0; i < step.Children; i++)
        {
            if (step.Mover == 0 ? details[i].High <= low : details[i].Low >= high)
                block[i / Chunk.Lanes].Mean[i % Chunk.Lanes] = float.NegativeInfinity;
        }
    }

    // Takes over what other lines of play have proven about a shared block; true when the node is exact now.
    private bool RefreshShared(in Step step)
    {
        if (!_solves)
            return false;

        Tighten(step);
        return step.Detail->IsExact;
    }
}
