namespace MctsAspire.MctsService.Search.Core.Certificates;

/// <summary>
/// An interval for the mean of independent values in [0,1] that holds at all times at once with probability 1 - delta, so that one may look
/// after each value and stop when it is narrow enough: the predictable plug-in empirical Bernstein confidence sequence (Waudby-Smith
/// and Ramdas, "Estimating means of bounded random variables by betting", 2024, theorem 2), intersected over time.
/// </summary>
internal struct ConfidenceSequence
{
    private const double LargestBet = 0.5;

    private readonly double _logTerm;
    private double _sum;
    private double _deviations;
    private double _bets;
    private double _betValues;
    private double _penalties;

    /// <summary>Starts with no value.</summary>
    /// <param name="delta">The probability that the interval ever misses the mean, in (0,1).</param>
    public ConfidenceSequence(double delta)
    {
        _logTerm = ExactMath.Log(2 / delta);
        High = 1;
    }

    /// <summary>Values seen.</summary>
    public int Count { get; private set; }

    /// <summary>The mean is at least this.</summary>
    public double Low { get; private set; }

    /// <summary>The mean is at most this.</summary>
    public double High { get; private set; }

    /// <summary>The mean of the values seen.</summary>
    public readonly double Mean => Count == 0 ? 0.5 : _sum / Count;

    /// <summary>Takes another value into account.</summary>
    public void Add(double value)
    {
        var count = Count + 1;

        // What is bet on this value depends on those before it alone.
        var guess = (0.5 + _sum) / count;
        var variance = (0.25 + _deviations) / count;
        var bet = Math.Min(Math.Sqrt(2 * _logTerm / (variance * count * ExactMath.Log(1 + count))), LargestBet);
        var surprise = (value - guess) * (value - guess);
        _bets += bet;
        _betValues += bet * value;
        _penalties += surprise * (-ExactMath.Log(1 - bet) - bet);

        _sum += value;
        var centre = (0.5 + _sum) / (count + 1);
        _deviations += (value - centre) * (value - centre);
        Count = count;

        var middle = _betValues / _bets;
        var radius = (_logTerm + _penalties) / _bets;
        Low = Math.Max(Low, middle - radius);
        High = Math.Min(High, middle + radius);
    }
}
