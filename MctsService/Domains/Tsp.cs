using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains;

/// <summary>The travelling salesman: the shortest tour through all cities, beginning and ending in the first. The value is the tour's length, negated.</summary>
internal readonly struct Tsp : IDomain<Tsp.Route>
{
    /// <summary>The most cities.</summary>
    public const int MaxCities = 50;

    private readonly string[] _names;
    private readonly double[] _distances;
    private readonly int[] _nearest;
    private readonly int _cities;

    /// <summary>The tour through 2 to <see cref="MaxCities"/> cities, whose distances are not negative; row i holds those from city i.</summary>
    public Tsp(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<double>> distances)
    {
        _cities = names.Count;
        _names = [.. names];
        _distances = [.. distances.SelectMany(row => row)];
        var (flat, cities) = (_distances, _cities);
        _nearest = [.. Enumerable.Range(0, cities).SelectMany(from => Enumerable.Range(0, cities).OrderBy(to => flat[(from * cities) + to]).ThenBy(to => to))];
        var longest = distances.Sum(row => row.Max());
        Range = new(-longest, 0);
        Range = new(-longest, -Bound(Start));
    }

    public static bool HasChance => false;

    public static bool HasKeys => false;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Greedy;

    public int Players => 1;

    public int MaxActions => _cities - 1;

    public int MaxLength => _cities - 1;

    public ValueRange Range { get; }

    public Route Start => new() { Left = ((1UL << _cities) - 1) & ~1UL };

    public bool IsTerminal(in Route state) => state.Left == 0;

    public int Mover(in Route state) => 0;

    public int CountActions(in Route state) => BitOperations.PopCount(state.Left);

    // The nearest city comes first.
    public void Apply(ref Route state, int action)
    {
        var to = City(state, action);
        state.Length += Distance(state.At, to);
        state.At = to;
        state.Left &= ~(1UL << to);
        if (state.Left == 0)
            state.Length += Distance(to, 0);
    }

    public double Probability(in Route state, int outcome) => throw new NotSupportedException("Chance has no part in a tour.");

    public void Score(in Route state, Span<double> returns) => returns[0] = Range.Scale(-state.Length);

    public void PlayOut(ref Route state, ref Xorshift random) => PlayOuts.Random<Tsp, Route>(this, ref state, ref random);

    // The nearest city, or sometimes one of the next nearest.
    public int Greedy(in Route state, ref Xorshift random)
    {
        var last = CountActions(state) - 1;
        var action = 0;
        while (action < last && random.NextBelow(4) == 0)
            action++;
        return action;
    }

    public void Estimate(in Route state, Span<double> returns) => returns[0] = Optimistic(state);

    public double Optimistic(in Route state) => Range.Scale(-Bound(state));

    public void Weigh(in Route state, Span<float> priors) => priors.Fill(1f / priors.Length);

    public ulong Key(in Route state) => throw new NotSupportedException("The value of a tour depends on all of it.");

    public string DescribeAction(in Route state, int action) => $"to {_names[City(state, action)]}";

    public string Describe(in Route state) => string.Create(
        CultureInfo.InvariantCulture, $"at {_names[state.At]}, {BitOperations.PopCount(state.Left)} cities left, length {state.Length:0.###}");

    private double Distance(int from, int to) => _distances[(from * _cities) + to];

    private int City(in Route state, int action)
    {
        for (var i = state.At * _cities; ; i++)
        {
            if ((state.Left >> _nearest[i] & 1) != 0 && action-- == 0)
                return _nearest[i];
        }
    }

    // What is left is a path through all open cities back to the first: no shorter than the cheapest way out of here and out of each of them.
    private double Bound(in Route state)
    {
        var length = state.Length;
        if (state.Left == 0)
            return length;

        length += Cheapest(state.At, state.Left);
        for (var left = state.Left; left != 0; left &= left - 1)
        {
            var city = BitOperations.TrailingZeroCount(left);
            length += Cheapest(city, (state.Left & ~(1UL << city)) | 1);
        }

        return length;
    }

    private double Cheapest(int from, ulong to)
    {
        for (var i = from * _cities; ; i++)
        {
            if ((to >> _nearest[i] & 1) != 0)
                return Distance(from, _nearest[i]);
        }
    }

    /// <summary>Where the salesman is, the cities left and the length so far.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Route
    {
        public int At;
        public ulong Left;
        public double Length;
    }
}
