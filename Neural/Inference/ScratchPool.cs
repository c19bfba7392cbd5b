using MctsAspire.Neural.Kernels;

namespace MctsAspire.Neural.Inference;

/// <summary>
/// Working memory for calls at the same time: a few buffers that are taken and put back with one atomic exchange each. A call that finds none long enough makes
/// one, and what finds no place is left to the garbage collector, so that calls of the same kind allocate nothing after the first ones and memory is bounded.
/// </summary>
internal sealed class ScratchPool
{
    private const int Slots = 16;
    private readonly AlignedBuffer?[] _slots = new AlignedBuffer?[Slots];

    /// <summary>Takes a buffer of at least <paramref name="length"/> floats, whose values are anything.</summary>
    public AlignedBuffer Rent(int length)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is null || Interlocked.Exchange(ref slot, null) is not { } buffer)
                continue;
            if (buffer.Length >= length)
                return buffer;

            // A shorter one would be passed over again and again: the longer one takes its place.
            break;
        }

        return new AlignedBuffer(length);
    }

    /// <summary>Puts a buffer back.</summary>
    public void Return(AlignedBuffer buffer)
    {
        foreach (ref var slot in _slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, buffer, null) is null)
                return;
        }
    }
}
