using System.Runtime.CompilerServices;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains;

/// <summary>
/// The game of 24: four numbers become one by +, -, × and ÷, and the one should be 24. An action replaces two numbers by one. Of two
/// differences only the one that isn't negative is tried, which loses nothing: a minus can always be moved to where the number is used.
/// Actions that leave the same numbers are one action.
/// </summary>
internal readonly struct Game24(int a, int b, int c, int d) : IDomain<Game24.Hand>
{
    /// <summary>The largest number of a hand; the smallest is 1.</summary>
    public const int MaxNumber = 13;

    private const int Target = 24;
    private const int Cards = 4;
    private const int Operations = 5;
    private const int Pairs = 6;

    public static bool HasChance => false;

    public static bool HasKeys => true;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Random;

    public int Players => 1;

    public int MaxActions => Pairs * Operations;

    public int MaxLength => Cards - 1;

    public ValueRange Range => ValueRange.Unit;

    public Hand Start { get; } = Sort([new(a, 1), new(b, 1), new(c, 1), new(d, 1)]);

    public bool IsTerminal(in Hand state) => state.Count == 1;

    public int Mover(in Hand state) => 0;

    public int CountActions(in Hand state)
    {
        Span<Move> moves = stackalloc Move[Pairs * Operations];
        return List(state, moves);
    }

    public void Apply(ref Hand state, int action)
    {
        Span<Move> moves = stackalloc Move[Pairs * Operations];
        List(state, moves);
        state = moves[action].After;
    }

    public double Probability(in Hand state, int outcome) => throw new NotSupportedException("Chance has no part in the game of 24.");

    public void Score(in Hand state, Span<double> returns) => returns[0] = state.Count == 1 && state.Numbers[0] == new Fraction(Target, 1) ? 1 : 0;

    public void PlayOut(ref Hand state, ref Xorshift random) => PlayOuts.Random<Game24, Hand>(this, ref state, ref random);

    public int Greedy(in Hand state, ref Xorshift random) => random.NextBelow(CountActions(state));

    public void Estimate(in Hand state, Span<double> returns) => Score(state, returns);

    public double Optimistic(in Hand state) => 1;

    public void Weigh(in Hand state, Span<float> priors) => priors.Fill(1f / priors.Length);

    // Exact: four numbers up to 13 take 4 bits each, three up to 169/13 need 8 and 4, two up to 2197 14 and 14, one 20 and 20.
    public ulong Key(in Hand state)
    {
        var (over, under) = state.Count switch { 4 => (4, 1), 3 => (8, 4), 2 => (14, 14), _ => (20, 20) };
        var key = (ulong)state.Count;
        for (var i = 0; i < state.Count; i++)
            key = (((key << over) | (uint)state.Numbers[i].Over) << under) | (uint)state.Numbers[i].Under;
        return key;
    }

    public string DescribeAction(in Hand state, int action)
    {
        Span<Move> moves = stackalloc Move[Pairs * Operations];
        List(state, moves);
        var move = moves[action];
        return $"{move.Left} {"+-×÷"[move.Operation]} {move.Right} = {move.Result}";
    }

    public string Describe(in Hand state)
    {
        ReadOnlySpan<Fraction> numbers = state.Numbers;
        return string.Join(", ", numbers[..state.Count].ToArray());
    }

    private static int List(in Hand state, Span<Move> moves)
    {
        var count = 0;
        for (var i = 0; i < state.Count; i++)
        {
            for (var j = i + 1; j < state.Count; j++)
            {
                // Sorted: the left is not larger.
                var (x, y) = (state.Numbers[i], state.Numbers[j]);
                Add(state, moves, ref count, i, j, new(x, y, 0, x + y));
                Add(state, moves, ref count, i, j, new(y, x, 1, Fraction.Difference(x, y)));
                Add(state, moves, ref count, i, j, new(x, y, 2, x * y));
                if (y.Over != 0)
                    Add(state, moves, ref count, i, j, new(x, y, 3, x / y));
                if (x.Over != 0)
                    Add(state, moves, ref count, i, j, new(y, x, 3, y / x));
            }
        }

        return count;
    }

    private static void Add(in Hand state, Span<Move> moves, ref int count, int i, int j, Move move)
    {
        Span<Fraction> rest = stackalloc Fraction[Cards];
        var left = 0;
        for (var k = 0; k < state.Count; k++)
        {
            if (k != i && k != j)
                rest[left++] = state.Numbers[k];
        }

        rest[left++] = move.Result;
        move.After = Sort(rest[..left]);
        for (var other = 0; other < count; other++)
        {
            if (moves[other].After.Equals(move.After))
                return;
        }

        moves[count++] = move;
    }

    private static Hand Sort(ReadOnlySpan<Fraction> numbers)
    {
        var hand = new Hand { Count = numbers.Length };
        Span<Fraction> sorted = hand.Numbers;
        numbers.CopyTo(sorted);
        sorted[..numbers.Length].Sort();
        return hand;
    }

    /// <summary>The numbers of a hand, the smallest first.</summary>
    internal struct Hand : IEquatable<Hand>
    {
        public int Count;
        public Four Numbers;

        public readonly bool Equals(Hand other) =>
            Count == other.Count && ((ReadOnlySpan<Fraction>)Numbers)[..Count].SequenceEqual(((ReadOnlySpan<Fraction>)other.Numbers)[..Count]);

        public override readonly bool Equals(object? obj) => obj is Hand other && Equals(other);

        public override readonly int GetHashCode() => HashCode.Combine(Count, Numbers[0], Numbers[1]);
    }

    /// <summary>Room for the numbers of a hand.</summary>
    [InlineArray(Cards)]
    internal struct Four
    {
        private Fraction _first;
    }

    private record struct Move(Fraction Left, Fraction Right, int Operation, Fraction Result)
    {
        public Hand After;
    }
}
