namespace MctsAspire.MctsService.Search.Core;

/// <content>What a leaf is worth, and the best line of play where one player decides everything.</content>
internal sealed unsafe partial class ExtendedSearch<TDomain, TState, TLanes>
{
    // So few plies before the end a proof by alpha-beta costs less than the nodes that it saves.
    private const int ProvablePlies = 12;
    private const int ProvablePliesWide = 8;
    private const int Wide = 8;

    private readonly int[] _line = [];
    private readonly int[] _trial = [];
    private int _lineLength;
    private double _lineValue = double.NegativeInfinity;

    private bool TracksLines => !TDomain.HasChance && _domain.Players == 1;

    private void Value(ref TState state, int depth)
    {
        ref var leaf = ref _path[depth];
        if (_solves && leaf.Detail->IsExact)
        {
            _returns[0] = leaf.Detail->Low;
            if (_returns.Length == 2)
                _returns[1] = 1 - leaf.Detail->Low;
            return;
        }

        if (_domain.IsTerminal(state))
        {
            _domain.Score(state, _returns);
            if (TracksLines)
                KeepLine(depth, 0);
            if (_solves)
                (leaf.Detail->Low, leaf.Detail->High) = TDomain.CutsPlay ? _domain.EndBounds(state) : (_returns[0], _returns[0]);
            return;
        }

        if (_solves && depth > Root && _returns.Length == 2 && IsProvable(state, depth))
        {
            leaf.Detail->Low = leaf.Detail->High = _returns[0];
            return;
        }

        if (_solves && leaf.Chunk->Visits[leaf.Lane] == 0)
            leaf.Detail->High = Math.Min(leaf.Detail->High, _domain.Optimistic(state));

        if (_rollout == RolloutPolicy.Evaluator)
        {
            _domain.Estimate(state, _returns);
            return;
        }

        var before = state;
        var played = PlayOut(ref state);
        _domain.Score(state, _returns);
        if (TracksLines)
            KeepLine(depth, played);

        // One player can always repeat what was played.
        if (_solves && TracksLines && _returns[0] > leaf.Detail->Low)
        {
            leaf.Detail->Low = _returns[0];
            leaf.Detail->High = Math.Max(leaf.Detail->High, _returns[0]);
        }

        if (_solves && TracksLines && played == 1 && leaf.Link == 0 && depth < _maxDepth && _options.Widening is null)
            KeepEnd(ref leaf, before, depth);
    }

    private bool IsProvable(in TState state, int depth)
    {
        if (TDomain.HasChance || _domain.MaxLength - depth > (_domain.MaxActions > Wide ? ProvablePliesWide : ProvablePlies))
            return IsWonAtOnce(state);

        var first = LeafProof.Solve<TDomain, TState>(_domain, state, 0, 1, _returns);
        _returns[0] = first;
        _returns[1] = 1 - first;
        return true;
    }

    // Whether the mover has an action that ends the play with all there is to win; then the returns are those of that action.
    private bool IsWonAtOnce(in TState state)
    {
        var mover = _domain.Mover(state);
        if (mover == Movers.Chance)
            return false;

        for (var action = _domain.CountActions(state) - 1; action >= 0; action--)
        {
            var next = state;
            _domain.Apply(ref next, action);
            if (!_domain.IsTerminal(next))
                continue;
            _domain.Score(next, _returns);
            if (_returns[mover] >= 1)
                return true;
        }

        return false;
    }

    private int PlayOut(ref TState state)
    {
        if (_rollout == RolloutPolicy.Random && !TracksLines)
        {
            _domain.PlayOut(ref state, ref _random);
            return 0;
        }

        var played = 0;
        while (!_domain.IsTerminal(state))
        {
            var action = PlayOuts.Pick<TDomain, TState>(_domain, state, _rollout, ref _random);
            if (TracksLines)
                _trial[played] = action;
            played++;
            _domain.Apply(ref state, action);
        }

        return played;
    }

    // A playout of one action has proven what this action is worth: it needs no iteration of its own.
    private void KeepEnd(ref Step leaf, in TState state, int depth)
    {
        leaf.Children = _domain.CountActions(state);
        leaf.Mover = _domain.Mover(state);
        Expand(ref leaf, state, depth);
        var child = leaf.BlockDetails(_store) + _trial[0];
        child->Low = child->High = _returns[0];
        Tighten(leaf);
    }

    private void KeepLine(int depth, int played)
    {
        if (_returns[0] <= _lineValue)
            return;

        _lineValue = _returns[0];
        _lineLength = depth + played;
        for (var i = 0; i < depth; i++)
            _line[i] = _path[i + 1].Action;
        _trial.AsSpan(0, played).CopyTo(_line.AsSpan(depth));
    }
}
