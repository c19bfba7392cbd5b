namespace MctsAspire.Neural.Inference;

/// <summary>Checks what comes into a prediction.</summary>
internal static class Shape
{
    public static void Check(int found, int batch, int length, int size, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if ((long)batch * length * size != found)
            throw new ArgumentException($"There are {found} values; a batch of {batch} needs {(long)batch * length * size}.", name);
    }

    public static void CheckLengths(ReadOnlySpan<int> lengths, int batch, int length)
    {
        if (lengths.IsEmpty)
            return;
        if (lengths.Length != batch)
            throw new ArgumentException($"There are {lengths.Length} lengths; a batch of {batch} needs one for each sequence.", nameof(lengths));
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] < 1 || lengths[i] > length)
                throw new ArgumentException($"lengths[{i}] is {lengths[i]}; it must be from 1 to {length}.", nameof(lengths));
        }
    }
}
