namespace MctsAspire.MctsService.Search.Core;

/// <summary>Where a search begins.</summary>
/// <param name="State">The root's state.</param>
/// <param name="Player">The player whose returns the root sums: who moves there, or, where chance does, who moved before.</param>
internal readonly record struct Place<TState>(TState State, int Player)
    where TState : unmanaged
{
    /// <summary>The domain's start.</summary>
    public static Place<TState> StartOf<TDomain>(in TDomain domain)
        where TDomain : struct, IDomain<TState>
    {
        var start = domain.Start;
        return new(start, domain.IsTerminal(start) ? 0 : Math.Max(domain.Mover(start), 0));
    }

    /// <summary>Where an action or an outcome leads.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="action">Its index.</param>
    /// <param name="changesPlayer">Whether the place sums the returns of another player than its node in the tree of this one.</param>
    public Place<TState> After<TDomain>(in TDomain domain, int action, out bool changesPlayer)
        where TDomain : struct, IDomain<TState>
    {
        var state = State;
        var mover = domain.Mover(state);
        var before = mover < 0 ? Player : mover;
        domain.Apply(ref state, action);
        var next = domain.IsTerminal(state) || domain.Mover(state) < 0 ? before : domain.Mover(state);
        changesPlayer = next != before;
        return new(state, next);
    }
}
