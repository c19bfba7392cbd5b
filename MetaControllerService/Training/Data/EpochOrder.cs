namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>
/// Which examples an epoch trains on, in order; a function of the seed and the epoch alone, so that a run that was cut off needs no
/// memory of it. Examples of equal weight come once each. Others are drawn with replacement, each as often as its weight says: the
/// expected gradient is that of the weighted loss.
/// </summary>
internal sealed class EpochOrder
{
    private readonly int _count;
    private readonly long _seed;
    private readonly double[]? _cumulative;

    /// <summary>The orders of a run.</summary>
    /// <exception cref="TrainingException">All weights are 0.</exception>
    public EpochOrder(IReadOnlyList<TrainingExample> examples, long seed)
    {
        _count = examples.Count;
        _seed = seed;
        if (examples.All(example => example.Weight == examples[0].Weight && example.Weight > 0))
            return;

        _cumulative = new double[_count];
        var sum = 0.0;
        for (var i = 0; i < _count; i++)
            _cumulative[i] = sum += examples[i].Weight;
        if (sum <= 0)
            throw new TrainingException("No example to train on says that one agent is better than another: all their weights are 0. Collect more.");
    }

    /// <summary>The examples of an epoch, counted from 0.</summary>
    public int[] Of(int epoch)
    {
        var random = RandomStreams.Open(_seed, RandomStream.Order, epoch);
        if (_cumulative is null)
            return random.Permutation(_count);

        var order = new int[_count];
        for (var i = 0; i < _count; i++)
            order[i] = Draw(random.NextDouble() * _cumulative[^1]);
        return order;
    }

    private int Draw(double place)
    {
        var found = Array.BinarySearch(_cumulative!, place);

        // An example reaches from the sum before it, which is its own, to its own sum, which is the next one's; one of weight 0 reaches nowhere.
        var index = found >= 0 ? found + 1 : ~found;
        while (index < _count - 1 && _cumulative![index] <= place)
            index++;
        return Math.Min(index, _count - 1);
    }
}
