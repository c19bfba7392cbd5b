using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>Floats that stay where they are and begin at a cache line, as kernels read them fastest.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int LineBytes = 64;
    private readonly float[] _values;

    /// <summary>Room for <paramref name="length"/> floats, all zero.</summary>
    public AlignedBuffer(int length)
    {
        _values = GC.AllocateArray<float>(Padded(length), pinned: true);
        Length = length;
        Start = Align((float*)Unsafe.AsPointer(ref _values[0]));
    }

    public int Length { get; }

    /// <summary>The first value; valid while the buffer is referenced.</summary>
    public float* Start { get; }

    /// <summary>How many floats to allocate for a beginning that can be moved to the next line.</summary>
    public static int Padded(int length) => checked(length + (LineBytes / sizeof(float)));

    /// <summary>The next beginning of a line.</summary>
    public static float* Align(float* start) => (float*)(((nint)start + LineBytes - 1) & ~(nint)(LineBytes - 1));
}
