using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

public sealed class PuzzleTests
{
    private const int Instances = 200;
    private const int Iterations = 20_000;

    private static readonly Lazy<(int Within1000, int Within2000, int Unsolvable, int Undecided)> Hands = new(PlayAllHands);

    [Theory]
    [InlineData(0.3, 0.1, 0.2)]
    [InlineData(2.2, 1.1, 0.7, 0.4)]
    [InlineData(1e12, 999_999_999_999.9, 0.1)]
    [InlineData(1e-8, 7e-9, 3e-9)]
    [InlineData(0.6000000000000001, 0.30000000000000004, 0.30000000000000004)]
    public void WhatFitsExactlyIsPacked(double capacity, params double[] weights)
    {
        var knapsack = new Knapsack(weights.Select((weight, i) => new KnapsackItem($"item {i}", weight, 1)), capacity);

        var report = new ShardedSearch(new Problem<Knapsack, Knapsack.Packing>(knapsack), new() { Iterations = 1_000 }).Run();

        knapsack.Range.ToUnits(report.Root.LineValue!.Value).ShouldBe(weights.Length, 1e-9);
        report.StopCause.ShouldBe(StopCause.Proven);
    }

    [Fact]
    public void NearlyAllSolvableHandsOf24AreSolvedIn1000Iterations() => Hands.Value.Within1000.ShouldBeGreaterThanOrEqualTo(1353);

    [Fact]
    public void AllSolvableHandsOf24AreSolvedIn2000IterationsAndNoOther()
    {
        Hands.Value.Within2000.ShouldBe(1362);
        (Hands.Value.Unsolvable + Hands.Value.Undecided).ShouldBe(458);
    }

    [Fact]
    public void TheOptimalPackingIsFound()
    {
        var optimal = Enumerable.Range(0, Instances).Count(seed =>
        {
            var random = new Xorshift(seed, 99);
            var items = new KnapsackItem[20];
            foreach (ref var item in items.AsSpan())
                item = new($"item {Array.IndexOf(items, item)}", 1 + random.NextBelow(100), 1 + random.NextBelow(100));
            var capacity = (int)(items.Sum(item => item.Weight) / 2);
            var problem = new Problem<Knapsack, Knapsack.Packing>(new Knapsack(items, capacity));
            var report = new ShardedSearch(problem, new() { Iterations = Iterations, Seed = seed }).Run();
            return Math.Abs(problem.Range.ToUnits(report.Root.LineValue!.Value) - Pack(items, capacity)) < 1e-6;
        });
        optimal.ShouldBeGreaterThanOrEqualTo(Instances * 95 / 100);
    }

    [Fact]
    public void TheShortestTourIsFound()
    {
        var optimal = Enumerable.Range(0, Instances).Count(seed =>
        {
            var distances = RandomCities(10, seed);
            var problem = new Problem<Tsp, Tsp.Route>(new Tsp([.. Enumerable.Range(1, 10).Select(city => $"city {city}")], distances));
            var report = new ShardedSearch(problem, new() { Iterations = Iterations, Seed = seed }).Run();
            return Math.Abs(-problem.Range.ToUnits(report.Root.LineValue!.Value) - ShortestTour(distances)) < 1e-6;
        });
        optimal.ShouldBeGreaterThanOrEqualTo(Instances * 95 / 100);
    }

    [Fact]
    public void TheLineOfASolvedHandEndsIn24()
    {
        var problem = new Problem<Game24, Game24.Hand>(new Game24(3, 3, 8, 8));
        var report = new ShardedSearch(problem, new() { Iterations = 2_000, Transpositions = true }).Run();
        report.StopCause.ShouldBe(StopCause.Proven);
        problem.DescribeLine(report.Root.Line).ShouldBe(["8 ÷ 3 = 8/3", "3 - 8/3 = 1/3", "8 ÷ 1/3 = 24"]);
    }

    internal static double[][] RandomCities(int count, int seed)
    {
        var random = new Xorshift(seed, 98);
        var places = new (double X, double Y)[count];
        foreach (ref var place in places.AsSpan())
            place = (random.NextDouble(), random.NextDouble());
        return [.. places.Select(a => places.Select(b => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)))).ToArray())];
    }

    private static (int, int, int, int) PlayAllHands()
    {
        var (early, late, unsolvable, undecided) = (0, 0, 0, 0);
        for (var a = 1; a <= 13; a++)
        {
            for (var b = a; b <= 13; b++)
            {
                for (var c = b; c <= 13; c++)
                {
                    for (var d = c; d <= 13; d++)
                    {
                        var report = new ShardedSearch(
                            new Problem<Game24, Game24.Hand>(new Game24(a, b, c, d)), new() { Iterations = 2_000, Transpositions = true }).Run();
                        var solved = report.Root.LineValue == 1;
                        early += solved && report.Root.Iterations <= 1_000 ? 1 : 0;
                        late += solved ? 1 : 0;
                        unsolvable += !solved && report.IsProven ? 1 : 0;
                        undecided += !solved && !report.IsProven ? 1 : 0;
                    }
                }
            }
        }

        return (early, late, unsolvable, undecided);
    }

    private static double Pack(KnapsackItem[] items, int capacity)
    {
        var best = new double[capacity + 1];
        foreach (var item in items)
        {
            for (var room = capacity; room >= (int)item.Weight; room--)
                best[room] = Math.Max(best[room], best[room - (int)item.Weight] + item.Value);
        }

        return best[capacity];
    }

    // Held and Karp's dynamic programme.
    private static double ShortestTour(double[][] distances)
    {
        var count = distances.Length;
        var best = new double[1 << count, count];
        for (var set = 0; set < 1 << count; set++)
        {
            for (var last = 0; last < count; last++)
                best[set, last] = double.PositiveInfinity;
        }

        best[1, 0] = 0;
        for (var set = 1; set < 1 << count; set++)
        {
            for (var last = 0; last < count; last++)
            {
                for (var next = 1; next < count && best[set, last] < double.PositiveInfinity; next++)
                {
                    if ((set >> next & 1) == 0)
                        best[set | 1 << next, next] = Math.Min(best[set | 1 << next, next], best[set, last] + distances[last][next]);
                }
            }
        }

        return Enumerable.Range(1, count - 1).Min(last => best[(1 << count) - 1, last] + distances[last][0]);
    }
}
