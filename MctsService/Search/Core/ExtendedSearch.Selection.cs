namespace MctsAspire.MctsService.Search.Core;

/// <content>Which child is next: UCB1, UCB1-Tuned, PUCT and progressive widening.</content>
internal sealed unsafe partial class ExtendedSearch<TDomain, TState, TLanes>
{
    private int Select(ref Step step)
    {
        var block = step.Block(_store);
        var chunks = NodeStore.ChunksFor(step.Children);
        var visits = step.Chunk->Visits[step.Lane];
        var opened = step.Detail->Opened;
        if (opened < step.Children && _options.Widening!.Allows(opened, visits))
            return Open(ref step);

        int best;
        if (_options.Selection == Selection.Ucb1Tuned)
        {
            best = BestTuned(step, block, visits);
        }
        else
        {
            var exploration = _options.Selection == Selection.Puct ? MathF.Sqrt(visits) : _tables.RootLog(visits);
            var chunk = TLanes.Best(block, chunks, exploration, out var lane);
            best = ((int)(chunk - block) * Chunk.Lanes) + (int)lane;
        }

        // Everything open is ruled out: what is hidden is all that is left.
        var ruledOut = float.IsNegativeInfinity(block[best / Chunk.Lanes].Mean[best % Chunk.Lanes]);
        return ruledOut && step.Detail->Opened < step.Children ? Open(ref step) : best;
    }

    private int Open(ref Step step)
    {
        var child = step.Detail->Opened++;
        step.Block(_store)[child / Chunk.Lanes].Mean[child % Chunk.Lanes] = float.PositiveInfinity;
        return child;
    }

    private int BestTuned(in Step step, Chunk* block, int visits)
    {
        var log = _tables.RootLog(visits);
        log *= log;
        var details = step.BlockDetails(_store);
        var best = 0;
        var highest = double.NegativeInfinity;
        for (var i = 0; i < step.Children; i++)
        {
            double mean = block[i / Chunk.Lanes].Mean[i % Chunk.Lanes];
            if (!double.IsFinite(mean))
            {
                if (double.IsPositiveInfinity(mean))
                    return i;
                continue;
            }

            var bound = TunedBound.Of(mean, block[i / Chunk.Lanes].Visits[i % Chunk.Lanes], details[i].Squares, log);
            if (bound > highest)
                (highest, best) = (bound, i);
        }

        return best;
    }

    // Before its first visit a child has the mean of its parent, as seen by the player who chooses it.
    private void SetPriors(ref Step step, in TState state, bool isRoot, bool hidden)
    {
        var priors = _priors.AsSpan(0, step.Children);
        _domain.Weigh(state, priors);
        if (isRoot && _options.Noise is { } noise)
            Dirichlet.Mix(priors, noise, ref _random);

        var mean = (float)(step.Chunk->Sum[step.Lane] / step.Chunk->Visits[step.Lane]);
        if (step.Player != step.Mover)
            mean = _domain.Players == 2 ? 1 - mean : 0.5f;
        var block = step.Block(_store);
        var details = step.BlockDetails(_store);
        for (var i = 0; i < priors.Length; i++)
        {
            details[i].Prior = priors[i];
            if (hidden)
                continue;
            block[i / Chunk.Lanes].Mean[i % Chunk.Lanes] = mean;
            block[i / Chunk.Lanes].Spread[i % Chunk.Lanes] = _weight * priors[i];
        }
    }
}
