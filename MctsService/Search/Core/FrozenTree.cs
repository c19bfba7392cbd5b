namespace MctsAspire.MctsService.Search.Core;

/// <summary>Plays by a tree that is not changed any more: the most visited child, of equals the first; below the tree by the rollout policy.</summary>
internal sealed unsafe class FrozenTree<TDomain, TState>(TDomain domain, Place<TState> root, NodeStore store, RolloutPolicy rollout)
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    private readonly double[] _returns = new double[domain.Players];

    /// <summary>Plays an action of the root, then by the tree; the return of the player who moves at the root.</summary>
    public double Play(int action, ref Xorshift random)
    {
        var (state, player) = root;
        var link = Follow(store.Chunks->Link[0], action);
        domain.Apply(ref state, action);
        while (!domain.IsTerminal(state))
        {
            var best = TDomain.HasChance && domain.Mover(state) == Movers.Chance ? -1 : MostVisited(state, link);
            action = best >= 0 ? best : PlayOuts.Pick<TDomain, TState>(domain, state, rollout, ref random);
            link = Follow(link, action);
            domain.Apply(ref state, action);
        }

        domain.Score(state, _returns);
        return _returns[player];
    }

    private int Follow(int link, int action) => link == 0 ? 0 : store.Block(link)[action / Chunk.Lanes].Link[action % Chunk.Lanes];

    private int MostVisited(in TState state, int link)
    {
        var (best, most) = (-1, 0);
        if (link == 0)
            return best;

        var count = domain.CountActions(state);
        for (var i = 0; i < count; i++)
        {
            var visits = store.Block(link)[i / Chunk.Lanes].Visits[i % Chunk.Lanes];
            if (visits > most)
                (best, most) = (i, visits);
        }

        return best;
    }
}
