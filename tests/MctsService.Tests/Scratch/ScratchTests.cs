using MctsAspire.MctsService.Domains.Models;
using MctsAspire.MctsService.Search.Core;
namespace MctsAspire.MctsService.Tests.Scratch;
public class ScratchTests(Xunit.Abstractions.ITestOutputHelper output)
{
    internal static MarkovModel RandomModel(int seed, int states, int actions, int outcomes, double discount, int? horizon, bool acyclic)
    {
        var random = new Random(seed);
        var b = new MarkovModelBuilder();
        for (var s = 0; s < states; s++) b.AddState($"s{s}");
        for (var s = 0; s < states - 1; s++)
        {
            if (s > 0 && random.NextDouble() < 0.1) continue;
            var n = 1 + random.Next(actions);
            if (s == 0) n = Math.Max(2, n);
            for (var a = 0; a < n; a++)
            {
                var k = 1 + random.Next(outcomes);
                var w = Enumerable.Range(0, k).Select(_ => 0.05 + random.NextDouble()).ToArray();
                b.AddAction(s, $"a{a}", w.Select(x => (acyclic ? s + 1 + random.Next(states - s - 1) : random.Next(states), x / w.Sum(), Math.Round((random.NextDouble() * 20) - 10, 2))).ToList());
            }
        }
        return b.Build(0, discount, horizon);
    }

    [Fact]
    public void Estimates()
    {
        foreach (var (name, make) in new (string, Func<int, MarkovModel>)[] {
            ("small cyc .9", s => RandomModel(s, 12, 3, 3, .9, null, false)),
            ("cyc .95 300", s => RandomModel(s, 300, 4, 3, .95, null, false)),
            ("horizon 20", s => RandomModel(s, 60, 3, 3, 1, 20, false)),
            ("acyclic", s => RandomModel(s, 60, 3, 3, 1, null, true)),
            ("lake", s => GridWorld.Build(GridWorld.Lake, 2.0/3, .99, null)),
            ("sailing", s => Sailing.Build(6, .95, null)) })
        foreach (var iters in new[] { 25, 100, 1000 })
        {
            double eLow = 0, eMid = 0, eEst = 0, reg = 0, span = 0; var n = 0;
            for (var seed = 0; seed < 30; seed++)
            {
                var model = make(seed); var p = new MarkovProblem(model);
                var r = new ShardedSearch(p, new() { Iterations = iters, Seed = seed, Backup = Backup.Max, Transpositions = true, Shards = 1 }).Run();
                var sol = ValueIteration.Solve(model, default);
                var best = r.Root.Actions.First(a => a.Index == r.Best);
                var t = p.Range.Scale(sol.ActionValues[r.Best]);
                eLow += Math.Abs(best.Low - t); eMid += Math.Abs((best.Low + best.High) / 2 - t); eEst += double.IsNaN(best.Mean) ? 0 : Math.Abs(best.Mean - t);
                reg += p.Range.Scale(sol.Value) - t; span += best.High - best.Low; n++;
            }
            output.WriteLine($"{name} {iters}: low {eLow / n:0.00000} mid {eMid / n:0.00000} est {eEst / n:0.00000} span {span/n:0.0000} regret {reg / n:0.00000}");
        }
    }
}
