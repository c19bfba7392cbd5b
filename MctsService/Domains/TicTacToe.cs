using System.Numerics;
using System.Runtime.CompilerServices;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains;

/// <summary>
/// Tic-Tac-Toe. Two players, the first moves first; a win is worth 1, a draw ½, a loss 0. Action i is the i-th empty cell, row by row.
/// </summary>
internal readonly struct TicTacToe : IDomain<TicTacToe.Position>
{
    /// <summary>CellCount of the board.</summary>
    public const int CellCount = 9;

    private const uint Board = 0b111_111_111;

    // Bit n is set when the cells of n hold three in a row.
    private static ReadOnlySpan<ulong> Wins =>
    [
        0xFF80_8080_8080_8080, 0xFFF0_AA80_FAF0_AA80, 0xFFCC_8080_CCCC_8080, 0xFFFC_AA80_FEFC_AA80,
        0xFFFA_F0F0_AAAA_8080, 0xFFFA_FAF0_FAFA_AA80, 0xFFFE_F0F0_EEEE_8080, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    public static bool HasChance => false;

    public static bool HasKeys => true;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Random;

    public ValueRange Range => ValueRange.Unit;

    public int Players => 2;

    public int MaxActions => CellCount;

    public int MaxLength => CellCount;

    public Position Start { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsTerminal(in Position state) => state.Taken == Board || IsWon(state.Taken ^ state.Own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Mover(in Position state) => BitOperations.PopCount(state.Taken) & 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CountActions(in Position state) => CellCount - BitOperations.PopCount(state.Taken);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(ref Position state, int action)
    {
        var mark = (uint)BitSelect.Bit(state.Taken ^ Board, action);
        state.Own ^= state.Taken;
        state.Taken |= mark;
    }

    /// <summary>The action that marks a cell, counted from 0; -1 where it is taken.</summary>
    public static int ActionAt(in Position state, int cell)
    {
        var empty = state.Taken ^ Board;
        return (empty >> cell & 1) == 0 ? -1 : BitOperations.PopCount(empty & ((1u << cell) - 1));
    }

    public double Probability(in Position state, int outcome) => throw new NotSupportedException("Chance has no part in Tic-Tac-Toe.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Score(in Position state, Span<double> returns)
    {
        var first = 0.5;
        if (IsWon(state.Taken ^ state.Own))
            first = Mover(state);
        returns[0] = first;
        returns[1] = 1 - first;
    }

    // A method of its own, so that the loop has all registers; two plies a turn, so that the players need not be swapped.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void PlayOut(ref Position state, ref Xorshift random)
    {
        var draws = random;
        var mine = state.Own;
        var theirs = state.Taken ^ mine;
        var empty = state.Taken ^ Board;
        var left = (uint)BitOperations.PopCount(empty);
        if (left == 0 || IsWon(theirs))
            return;

        while (true)
        {
            var bits = draws.NextBits();
            var mark = (uint)BitSelect.Bit(empty, (int)(((bits >> 32) * left) >> 32));
            mine |= mark;
            empty ^= mark;
            left--;
            if (IsWon(mine) || left == 0)
            {
                (mine, theirs) = (theirs, mine);
                break;
            }

            mark = (uint)BitSelect.Bit(empty, (int)(((bits & uint.MaxValue) * left) >> 32));
            theirs |= mark;
            empty ^= mark;
            left--;
            if (IsWon(theirs) || left == 0)
                break;
        }

        state.Own = mine;
        state.Taken = mine | theirs;
        random = draws;
    }

    // Wins at once when it can, else keeps the other from winning at once, else plays at random.
    public int Greedy(in Position state, ref Xorshift random)
    {
        var empty = state.Taken ^ Board;
        var block = -1;
        for (var (action, left) = (0, empty); left != 0; action++, left &= left - 1)
        {
            var mark = left & (~left + 1);
            if (IsWon(state.Own | mark))
                return action;
            if (block < 0 && IsWon((state.Taken ^ state.Own) | mark))
                block = action;
        }

        return block >= 0 ? block : random.NextBelow(BitOperations.PopCount(empty));
    }

    public void Estimate(in Position state, Span<double> returns)
    {
        returns.Fill(0.5);
        if (IsTerminal(state))
            Score(state, returns);
    }

    public double Optimistic(in Position state) => 1;

    public void Weigh(in Position state, Span<float> priors) => priors.Fill(1f / priors.Length);

    public ulong Key(in Position state) => 1UL << 32 | ((ulong)state.Own << 16) | state.Taken;

    public string DescribeAction(in Position state, int action)
    {
        var cell = BitSelect.Place(state.Taken ^ Board, action);
        return $"row {(cell / 3) + 1}, column {(cell % 3) + 1}";
    }

    public string Describe(in Position state)
    {
        var first = Mover(state) == 0 ? state.Own : state.Taken ^ state.Own;
        var taken = state.Taken;
        return string.Join('\n', Enumerable.Range(0, 3).Select(row => string.Concat(Enumerable.Range(row * 3, 3)
            .Select(cell => (taken >> cell & 1) == 0 ? '.' : (first >> cell & 1) != 0 ? 'X' : 'O'))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWon(uint cells) => ((Wins[(int)(cells >> 6)] >> (int)(cells & 63)) & 1) != 0;

    /// <summary>A position: the cells of the player to move, and all taken cells.</summary>
    internal struct Position
    {
        public uint Own;
        public uint Taken;
    }
}
