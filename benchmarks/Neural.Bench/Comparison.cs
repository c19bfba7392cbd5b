namespace MctsAspire.Benchmarks.Neural;

/// <summary>Everybody in turn in many rounds, so that what else the machine does falls on all of them.</summary>
internal sealed class Comparison(Field field, int rounds)
{
    private const double Seconds = 0.4;
    private const double WarmSeconds = 2;

    private readonly Dictionary<(Case, string), List<double>> _times = [];

    /// <summary>The figures by name: the median time of each in microseconds, the least of a round's, and the median over the rounds of ours by a peer's.</summary>
    public IEnumerable<(string Figure, double Value)> Run()
    {
        foreach (var what in Case.All)
            Round(what, WarmSeconds, keep: false);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var what in Case.All)
                Round(what, Seconds, keep: true);
        }

        foreach (var ((what, name), times) in _times)
        {
            yield return ($"{what.Name}_{name}", Median(times));
            yield return ($"{what.Name}_{name}_least", times.Min());
            if (name != field.Ours.Name)
                yield return ($"{what.Name}_by_{name}", Median(_times[(what, field.Ours.Name)].Zip(times, (ours, peer) => ours / peer)));
        }

        // Nobody trains on fewer threads than serve him best.
        foreach (var group in Case.All.Where(what => what.Trains).GroupBy(what => what.Network))
        {
            yield return ($"{group.Key}_ours_best", Median(Best(group, "ours")));
            yield return ($"{group.Key}_torch_best", Median(Best(group, "torch")));
            yield return ($"{group.Key}_best_by_torch", Median(Best(group, "ours").Zip(Best(group, "torch"), (ours, torch) => ours / torch)));
        }

        yield return ("prediction_bytes", Case.All.Where(what => !what.Trains).Max(field.Ours.AllocatedBytes));
    }

    private void Round(Case what, double seconds, bool keep)
    {
        var (ours, expected) = field.Ours.Run(what, seconds);
        Keep(field.Ours.Name, ours);
        foreach (var peer in field.Peers.Where(peer => peer.Can(what)))
        {
            var (time, logits) = peer.Run(what, seconds);
            for (var i = 0; i < expected.Length && !what.Trains; i++)
            {
                if (!(Math.Abs(logits[i] - expected[i]) < 1e-3))
                    throw new InvalidOperationException($"{what.Name}: logit {i} is {expected[i]} here and {logits[i]} in {peer.Name}: they don't run the same network.");
            }

            Keep(peer.Name, time);
        }

        void Keep(string name, double time)
        {
            if (!keep)
                return;
            if (!_times.TryGetValue((what, name), out var times))
                _times.Add((what, name), times = []);
            times.Add(time);
        }
    }

    /// <summary>The shortest time of each round over the numbers of threads.</summary>
    private IEnumerable<double> Best(IEnumerable<Case> cases, string name) =>
        Enumerable.Range(0, rounds).Select(round => cases.Min(what => _times[(what, name)][round]));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
