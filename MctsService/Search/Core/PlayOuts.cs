namespace MctsAspire.MctsService.Search.Core;

/// <summary>Plays a domain's states to their end by a rollout policy.</summary>
internal static class PlayOuts
{
    /// <summary>Uniformly random actions, and outcomes by their probabilities, until play has ended.</summary>
    public static void Random<TDomain, TState>(in TDomain domain, ref TState state, ref Xorshift random)
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        while (!domain.IsTerminal(state))
            domain.Apply(ref state, Pick<TDomain, TState>(domain, state, RolloutPolicy.Random, ref random));
    }

    /// <summary>The next action or outcome of a playout.</summary>
    public static int Pick<TDomain, TState>(in TDomain domain, in TState state, RolloutPolicy policy, ref Xorshift random)
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        if (TDomain.HasChance && domain.Mover(state) == Movers.Chance)
            return Sample<TDomain, TState>(domain, state, ref random);
        return policy switch
        {
            RolloutPolicy.Greedy => domain.Greedy(state, ref random),
            RolloutPolicy.Hybrid when random.NextBelow(2) == 0 => domain.Greedy(state, ref random),
            _ => random.NextBelow(domain.CountActions(state)),
        };
    }

    /// <summary>An outcome of a chance move, by the probabilities.</summary>
    public static int Sample<TDomain, TState>(in TDomain domain, in TState state, ref Xorshift random)
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        var at = random.NextDouble();
        var last = domain.CountActions(state) - 1;
        for (var outcome = 0; outcome < last; outcome++)
        {
            at -= domain.Probability(state, outcome);
            if (at < 0)
                return outcome;
        }

        return last;
    }
}
