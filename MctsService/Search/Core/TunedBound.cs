namespace MctsAspire.MctsService.Search.Core;

/// <summary>The bound of UCB1-Tuned (Auer, Cesa-Bianchi and Fischer, "Finite-time analysis of the multiarmed bandit problem", 2002, section 4).</summary>
internal static class TunedBound
{
    /// <summary>mean + sqrt(ln N / n · min(¼, variance + sqrt(2 ln N / n))).</summary>
    /// <param name="mean">The child's mean.</param>
    /// <param name="n">Its visits, at least 1.</param>
    /// <param name="squares">The sum of its squared returns.</param>
    /// <param name="log">ln N of its parent.</param>
    public static double Of(double mean, double n, double squares, double log)
    {
        var variance = Math.Max(0, (squares / n) - (mean * mean));
        return mean + Math.Sqrt(log / n * Math.Min(0.25, variance + Math.Sqrt(2 * log / n)));
    }
}
