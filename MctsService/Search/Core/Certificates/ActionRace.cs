namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>
/// Races the root's most promising actions by independent rollouts of the frozen policy, in batches of a fixed size with seeds of their
/// own, until one is separated from the others or the rollouts are used up. An action that can't be the best any more leaves the race.
/// </summary>
internal static class ActionRace
{
    // The streams of the search are its shards.
    private const long FirstStream = 1L << 32;

    /// <summary>Certifies what a search found.</summary>
    /// <param name="report">The search's report.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="seed">The search's seed.</param>
    /// <param name="play">One rollout: the return in [0,1] of an action for the player who moves at the root.</param>
    /// <param name="cut">How much of a return a rollout may lack, either way, because play was cut off: the intervals are wider by that.</param>
    public static Certificate Run(SearchReport report, CertificateOptions options, long seed, FrozenPlay play, double cut = 0)
    {
        if (report.IsProven)
            return new(CertificateKind.Proven, 0, 0, true, report.Best, 0, []);

        var racers = PickRacers(report, options);
        if (racers.Length == 0 || options.Rollouts < options.BatchSize * racers.Length)
            return new(CertificateKind.Estimated, 1, 1, false, report.Best, 0, []);

        var sequences = new ConfidenceSequence[racers.Length];
        Array.Fill(sequences, new ConfidenceSequence(options.Delta / racers.Length));
        var rollouts = 0;
        var (best, gap) = (0, 1.0);
        for (var round = 0; gap > options.Epsilon; round++)
        {
            var highestLow = sequences.Max(sequence => sequence.Low);
            var open = Enumerable.Range(0, racers.Length).Where(i => sequences[i].High + (2 * cut) >= highestLow).ToList();
            if (rollouts + (open.Count * options.BatchSize) > options.Rollouts)
                break;

            foreach (var i in open)
            {
                var random = new Xorshift(seed, FirstStream + ((long)round * racers.Length) + i);
                for (var n = 0; n < options.BatchSize; n++)
                    sequences[i].Add(play(racers[i], ref random));
            }

            rollouts += open.Count * options.BatchSize;
            best = Enumerable.Range(0, racers.Length).MaxBy(i => sequences[i].Low);
            gap = Enumerable.Range(0, racers.Length).Where(i => i != best).Select(i => sequences[i].High - sequences[best].Low + (2 * cut)).DefaultIfEmpty(0).Max();
        }

        return new(
            CertificateKind.Bounded,
            Math.Clamp(gap, 0, 1),
            options.Delta,
            gap <= options.Epsilon,
            racers[best],
            rollouts,
            [.. racers.Select((index, i) => new ActionInterval(index, sequences[i].Count, sequences[i].Mean, Math.Max(0, sequences[i].Low - cut), Math.Min(1, sequences[i].High + cut)))]);
    }

    // The chosen action and those with the highest means after it.
    private static int[] PickRacers(SearchReport report, CertificateOptions options) =>
        [.. report.Root.Actions
            .OrderByDescending(action => action.Index == report.Best)
            .ThenByDescending(action => action.Mean)
            .ThenBy(action => action.Index)
            .Take(options.Actions)
            .Select(action => action.Index)];
}
