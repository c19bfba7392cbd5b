using System.Globalization;
using System.Runtime.InteropServices;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Domains;

/// <summary>
/// Packs the items of the highest value whose weight fits. The items are decided on one by one, the most valuable for their weight first.
/// Weights are counted in the last decimal place that any of them has, so that 0.1 and 0.2 fit where 0.3 does.
/// </summary>
internal readonly struct Knapsack : IDomain<Knapsack.Packing>
{
    // Whole numbers up to this are exact.
    private const double LargestWhole = 1L << 53;
    private const int MostDecimals = 22;

    private readonly KnapsackItem[] _items;
    private readonly double _capacity;
    private readonly double _unit;

    /// <summary>The problem of these items, with positive weights and values, and a capacity of at least 0.</summary>
    public Knapsack(IEnumerable<KnapsackItem> items, double capacity)
    {
        var ordered = items.OrderByDescending(item => item.Value / item.Weight).ToArray();
        var unit = FindUnit(capacity, ordered.Select(item => item.Weight));
        _unit = unit;
        _items = [.. ordered.Select(item => item with { Weight = Count(item.Weight, unit) })];
        _capacity = Count(capacity, unit);
        Range = new(0, _items.Length == 0 ? 1 : Fill(0, _capacity));
    }

    public static bool HasChance => false;

    public static bool HasKeys => false;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Hybrid;

    public int Players => 1;

    public int MaxActions => 2;

    public int MaxLength => _items.Length;

    public ValueRange Range { get; }

    public Packing Start => new() { Room = _capacity };

    public bool IsTerminal(in Packing state) => state.Decided == _items.Length;

    public int Mover(in Packing state) => 0;

    public int CountActions(in Packing state) => _items[state.Decided].Weight <= state.Room ? 2 : 1;

    // Taking comes first where there is room.
    public void Apply(ref Packing state, int action)
    {
        if (Takes(state, action))
        {
            state.Room -= _items[state.Decided].Weight;
            state.Value += _items[state.Decided].Value;
        }

        state.Decided++;
    }

    public double Probability(in Packing state, int outcome) => throw new NotSupportedException("Chance has no part in packing.");

    public void Score(in Packing state, Span<double> returns) => returns[0] = Range.Scale(state.Value);

    public void PlayOut(ref Packing state, ref Xorshift random) => PlayOuts.Random<Knapsack, Packing>(this, ref state, ref random);

    public int Greedy(in Packing state, ref Xorshift random) => 0;

    public void Estimate(in Packing state, Span<double> returns) => returns[0] = Optimistic(state);

    // As if the next item could be cut to fit (Dantzig, 1957).
    public double Optimistic(in Packing state) => Range.Scale(state.Value + Fill(state.Decided, state.Room));

    public void Weigh(in Packing state, Span<float> priors) => priors.Fill(1f / priors.Length);

    public ulong Key(in Packing state) => throw new NotSupportedException("The value of a packing depends on all of it.");

    public string DescribeAction(in Packing state, int action) => $"{(Takes(state, action) ? "take" : "leave")} {_items[state.Decided].Name}";

    public string Describe(in Packing state) => string.Create(
        CultureInfo.InvariantCulture, $"{state.Decided} of {_items.Length} items decided, value {state.Value:0.###}, room {state.Room / _unit:0.###}");

    // How many of the smallest power of ten that all weights are whole numbers of make 1; as many as leave the capacity a whole number that is exact.
    private static double FindUnit(double capacity, IEnumerable<double> weights)
    {
        var unit = Math.Pow(10, weights.Append(capacity).Max(CountDecimals));
        while (capacity * unit > LargestWhole && unit > 1)
            unit = Math.Round(unit / 10);
        return unit;
    }

    private static int CountDecimals(double weight)
    {
        for (var decimals = 0; decimals < MostDecimals; decimals++)
        {
            var unit = Math.Pow(10, decimals);
            if (Math.Round(weight * unit) / unit == weight)
                return decimals;
        }

        return MostDecimals;
    }

    private static double Count(double weight, double unit) => unit == 1 ? weight : Math.Round(weight * unit);

    private bool Takes(in Packing state, int action) => action == 0 && _items[state.Decided].Weight <= state.Room;

    private double Fill(int from, double room)
    {
        var value = 0.0;
        for (var i = from; i < _items.Length && room > 0; i++)
        {
            var part = Math.Min(1, room / _items[i].Weight);
            value += part * _items[i].Value;
            room -= part * _items[i].Weight;
        }

        return value;
    }

    /// <summary>The items decided on, the room left and the value packed.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal struct Packing
    {
        public int Decided;
        public double Room;
        public double Value;
    }
}
