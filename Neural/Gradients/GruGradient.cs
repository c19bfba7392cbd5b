using System.Numerics;
using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Gradients;

/// <summary>The gradient of one step of a gated recurrent unit.</summary>
internal static class GruGradient
{
    /// <summary>Replaces what the forward pass left by the gradients by it.</summary>
    /// <param name="gates">r, z and n one after the other; becomes the gradients by what their functions were taken of.</param>
    /// <param name="recurrent">The products with the hidden state before; becomes the gradients by them.</param>
    /// <param name="previous">The hidden state before; empty for zeros.</param>
    /// <param name="carried">The gradient by the hidden state; becomes z times it, the direct share of the one before.</param>
    public static void Row(Span<float> gates, Span<float> recurrent, ReadOnlySpan<float> previous, Span<float> carried)
    {
        var size = carried.Length;
        var whole = size / Vector<float>.Count * Vector<float>.Count;
        for (var i = 0; i < whole; i += Vector<float>.Count)
        {
            var (reset, update, next) = (Load(gates, i), Load(gates, size + i), Load(gates, (2 * size) + i));
            var gradient = Load(carried, i);
            var before = previous.IsEmpty ? Vector<float>.Zero : Load(previous, i);
            var byNext = gradient * (Vector<float>.One - update) * (Vector<float>.One - (next * next));
            var byUpdate = gradient * (before - next) * update * (Vector<float>.One - update);
            var byReset = byNext * Load(recurrent, (2 * size) + i) * reset * (Vector<float>.One - reset);
            (gradient * update).CopyTo(carried[i..]);
            Store(gates, size, i, byReset, byUpdate, byNext);
            Store(recurrent, size, i, byReset, byUpdate, byNext * reset);
        }

        for (var i = whole; i < size; i++)
        {
            var (reset, update, next) = (gates[i], gates[size + i], gates[(2 * size) + i]);
            var before = previous.IsEmpty ? 0 : previous[i];
            var byNext = carried[i] * (1 - update) * (1 - (next * next));
            var byUpdate = carried[i] * (before - next) * update * (1 - update);
            var byReset = byNext * recurrent[(2 * size) + i] * reset * (1 - reset);
            carried[i] *= update;
            (gates[i], gates[size + i], gates[(2 * size) + i]) = (byReset, byUpdate, byNext);
            (recurrent[i], recurrent[size + i], recurrent[(2 * size) + i]) = (byReset, byUpdate, byNext * reset);
        }
    }

    private static Vector<float> Load(ReadOnlySpan<float> values, int at) => MemoryMarshal.Cast<float, Vector<float>>(values.Slice(at, Vector<float>.Count))[0];

    private static void Store(Span<float> target, int size, int at, Vector<float> reset, Vector<float> update, Vector<float> next)
    {
        reset.CopyTo(target[at..]);
        update.CopyTo(target[(size + at)..]);
        next.CopyTo(target[((2 * size) + at)..]);
    }
}
