namespace MctsAspire.Neural.Modules;

/// <summary>Checks of a batch of sequences.</summary>
internal static class Sequences
{
    /// <summary>Refuses a batch whose numbers don't fit together.</summary>
    /// <exception cref="ArgumentException">They don't; the message says which.</exception>
    public static void Check(int count, ReadOnlySpan<int> lengths, int batch, int length, int width)
    {
        if (batch < 1) throw new ArgumentOutOfRangeException(nameof(batch), batch, "A batch must have at least one sequence.");
        if (length < 1) throw new ArgumentOutOfRangeException(nameof(length), length, "A sequence must have at least one step.");
        if (count != (long)batch * length * width)
            throw new ArgumentException($"{count} values don't make a batch of {batch} sequences of {length} steps of {width}.", nameof(count));
        if (!lengths.IsEmpty && lengths.Length != batch) throw new ArgumentException($"There are {lengths.Length} lengths for {batch} sequences.", nameof(lengths));
        foreach (var each in lengths)
        {
            if (each < 1 || each > length) throw new ArgumentOutOfRangeException(nameof(lengths), each, $"A sequence's length must be from 1 to {length}.");
        }
    }
}
