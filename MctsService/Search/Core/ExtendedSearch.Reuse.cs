namespace MctsAspire.MctsService.Search.Core;

/// <content>What is kept when play goes on.</content>
internal sealed unsafe partial class ExtendedSearch<TDomain, TState, TLanes>
{
    /// <inheritdoc/>
    public bool TryAdvance(int action)
    {
        var next = _root.After(_domain, action, out var changesPlayer);
        var blocks = _shares ? new BlockTable() : null;
        var copy = default(Subtree<TDomain, TState>);
        if (KeepsLine(action) && Subtree<TDomain, TState>.TryCopy(_domain, _store, action, next.State, changesPlayer, blocks, out copy))
        {
            _store.Dispose();
            _store = copy.Store;
            if (_options is { Selection: Selection.Puct, Noise: { } noise })
                AddNoise(noise, _domain.CountActions(next.State));
        }
        else
        {
            _store.Clear();
        }

        _blocks?.Dispose();
        (_blocks, _root, _frozen) = (blocks, next, null);
        (_nodes, _deepest, _reused) = (copy.Nodes, copy.Depth, _store.Chunks->Visits[0]);
        (Iterations, Stop) = (0, _solves && _store.Details[0].IsExact ? StopCause.Proven : null);
        return true;
    }

    // What one player has proven rests on the best line; when play leaves it, nothing is kept.
    private bool KeepsLine(int action)
    {
        if (!TracksLines)
            return true;
        if (_lineLength > 1 && _line[0] == action)
        {
            _line.AsSpan(1, --_lineLength).CopyTo(_line);
            return true;
        }

        (_lineLength, _lineValue) = (0, double.NegativeInfinity);
        return false;
    }

    // The children of the new root were given their priors without noise.
    private void AddNoise(RootNoise noise, int actions)
    {
        var link = _store.Chunks->Link[0];
        var block = _store.Block(link);
        var details = _store.BlockDetails(link);
        var priors = _priors.AsSpan(0, actions);
        for (var i = 0; i < priors.Length; i++)
            priors[i] = (float)details[i].Prior;
        Dirichlet.Mix(priors, noise, ref _random);
        for (var i = 0; i < priors.Length; i++)
        {
            details[i].Prior = priors[i];
            var chunk = block + (i / Chunk.Lanes);
            var lane = i % Chunk.Lanes;
            chunk->Spread[lane] = _weight * priors[i] / (1 + chunk->Visits[lane]);
        }
    }
}
