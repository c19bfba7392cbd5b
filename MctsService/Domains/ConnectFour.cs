using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains;

/// <summary>
/// Connect Four on a board of any size that fits a 64-bit word with one spare bit on top of each column. Two players, the first moves
/// first; a win is worth 1, a draw ½, a loss 0. Action i is the i-th column, from the left, that has room.
/// </summary>
internal readonly struct ConnectFour : IDomain<ConnectFour.Position>
{
    private readonly ulong _board;
    private readonly ulong _bottom;
    private readonly ulong _column;
    private readonly int _stride;
    private readonly int _width;
    private readonly int _cells;

    public ConnectFour(int width, int height)
    {
        _width = width;
        _stride = height + 1;
        _cells = width * height;
        for (var column = 0; column < width; column++)
            _bottom |= 1UL << (column * _stride);
        _column = (1UL << height) - 1;
        _board = _bottom * ((1UL << height) - 1);
        Start = default;
    }

    public static bool HasChance => false;

    public static bool HasKeys => true;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Random;

    public ValueRange Range => ValueRange.Unit;

    public int Players => 2;

    public int MaxActions => _width;

    public int MaxLength => _cells;

    public Position Start { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsTerminal(in Position state) => state.Taken == _board || HasFour(state.Taken ^ state.Own, _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Mover(in Position state) => BitOperations.PopCount(state.Taken) & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CountActions(in Position state) => BitOperations.PopCount(Landings(state.Taken));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Position state, int action)
    {
        var stone = BitSelect.Bit(Landings(state.Taken), action);
        state.Own ^= state.Taken;
        state.Taken |= stone;
    }

    /// <summary>The action that drops a stone into a column, counted from 0; -1 where it is full.</summary>
    public int ActionAt(in Position state, int column)
    {
        var landings = Landings(state.Taken);
        return (landings & (_column << (column * _stride))) == 0 ? -1 : BitOperations.PopCount(landings & ((1UL << (column * _stride)) - 1));
    }

    public double Probability(in Position state, int outcome) => throw new NotSupportedException("Chance has no part in Connect Four.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Score(in Position state, Span<double> returns)
    {
        var first = 0.5;
        if (HasFour(state.Taken ^ state.Own, _stride))
            first = Mover(state);
        returns[0] = first;
        returns[1] = 1 - first;
    }

    // A method of its own, so that the loop has all registers; two plies a turn, so that the players need not be swapped.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void PlayOut(ref Position state, ref Xorshift random)
    {
        var (board, stride, width, column) = (_board, _stride, (uint)_width, _column);
        var draws = random;
        var mine = state.Own;
        var theirs = state.Taken ^ mine;
        var landings = Landings(state.Taken);
        if (landings == 0 || HasFour(theirs, stride))
            return;

        while (true)
        {
            var bits = draws.NextBits();
            var stone = Drop(landings, bits >> 32, width, stride, column, ref draws);
            mine |= stone;
            landings = (landings + stone) & board;
            if (HasFour(mine, stride) || landings == 0)
            {
                (mine, theirs) = (theirs, mine);
                break;
            }

            stone = Drop(landings, bits & uint.MaxValue, width, stride, column, ref draws);
            theirs |= stone;
            landings = (landings + stone) & board;
            if (HasFour(theirs, stride) || landings == 0)
                break;
        }

        state.Own = mine;
        state.Taken = mine | theirs;
        random = draws;
    }

    // A random column; when it is full, a random one of those that are not. That is uniform over the columns with room, and the next
    // ply rarely has to wait for the count of this one's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Drop(ulong landings, ulong bits, uint width, int stride, ulong column, ref Xorshift random)
    {
        var stone = landings & (column << ((int)((bits * width) >> 32) * stride));
        return stone != 0 ? stone : BitSelect.Bit(landings, random.NextBelow(BitOperations.PopCount(landings)));
    }

    // Wins at once when it can, else keeps the other from winning at once, else plays at random.
    public int Greedy(in Position state, ref Xorshift random)
    {
        var landings = Landings(state.Taken);
        var block = -1;
        for (var (action, left) = (0, landings); left != 0; action++, left &= left - 1)
        {
            var stone = left & (~left + 1);
            if (HasFour(state.Own | stone, _stride))
                return action;
            if (block < 0 && HasFour((state.Taken ^ state.Own) | stone, _stride))
                block = action;
        }

        return block >= 0 ? block : random.NextBelow(BitOperations.PopCount(landings));
    }

    public void Estimate(in Position state, Span<double> returns)
    {
        returns.Fill(0.5);
        if (IsTerminal(state))
            Score(state, returns);
    }

    public double Optimistic(in Position state) => 1;

    public void Weigh(in Position state, Span<float> priors) => priors.Fill(1f / priors.Length);

    // The top stone of each column is marked by the carry into the cell above it, as in John Tromp's encoding: unique for a position.
    public ulong Key(in Position state) => state.Own + state.Taken + _bottom;

    public string DescribeAction(in Position state, int action) =>
        $"column {(BitSelect.Place(Landings(state.Taken), action) / _stride) + 1}";

    public string Describe(in Position state)
    {
        var first = Mover(state) == 0 ? state.Own : state.Taken ^ state.Own;
        var picture = new StringBuilder();
        for (var row = _stride - 2; row >= 0; row--)
        {
            for (var column = 0; column < _width; column++)
            {
                var cell = 1UL << ((column * _stride) + row);
                picture.Append((state.Taken & cell) == 0 ? '.' : (first & cell) != 0 ? 'X' : 'O');
            }

            if (row > 0)
                picture.Append('\n');
        }

        return picture.ToString();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Landings(ulong taken) => (taken + _bottom) & _board;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasFour(ulong stones, int side)
    {
        if (Avx2.IsSupported)
        {
            var all = Vector256.Create(stones);
            var by = Vector256.Create(1UL) + Vector256.Create(0UL, (uint)side - 1, (uint)side - 2, (uint)side);
            var pairs = all & Avx2.ShiftRightLogicalVariable(all, by);
            return (pairs & Avx2.ShiftRightLogicalVariable(pairs, by + by)) != Vector256<ulong>.Zero;
        }

        var vertical = stones & (stones >> 1);
        var horizontal = stones & (stones >> side);
        var falling = stones & (stones >> (side - 1));
        var rising = stones & (stones >> (side + 1));
        return ((vertical & (vertical >> 2)) | (horizontal & (horizontal >> (2 * side)))
            | (falling & (falling >> (2 * (side - 1)))) | (rising & (rising >> (2 * (side + 1))))) != 0;
    }

    /// <summary>A position: the stones of the player to move, and all stones.</summary>
    internal struct Position
    {
        public ulong Own;
        public ulong Taken;
    }
}
