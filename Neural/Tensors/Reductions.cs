using System.Numerics;
using System.Runtime.InteropServices;

namespace MctsAspire.Neural.Tensors;

/// <summary>
/// Sums over values in an order that depends on nothing but their number. Those of TensorPrimitives may look at where the values lie in
/// memory, which changes from run to run, and with it the last bits.
/// </summary>
internal static class Reductions
{
    public static float Sum(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sums = Vector<float>.Zero;
        foreach (var vector in vectors) sums += vector;
        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..]) sum += value;
        return sum;
    }

    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < lefts.Length; i++) sums = Vector.FusedMultiplyAdd(lefts[i], rights[i], sums);
        var sum = Vector.Sum(sums);
        for (var i = lefts.Length * Vector<float>.Count; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    /// <summary>Σ (value - mean)².</summary>
    public static float SquaredDistance(ReadOnlySpan<float> values, float mean)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sums = Vector<float>.Zero;
        foreach (var vector in vectors)
        {
            var distance = vector - new Vector<float>(mean);
            sums = Vector.FusedMultiplyAdd(distance, distance, sums);
        }

        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..]) sum += (value - mean) * (value - mean);
        return sum;
    }

    /// <summary>Σ value², in double precision: it may run over millions of values.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = 0;
        const int Piece = 4096;
        for (var at = 0; at < values.Length; at += Piece)
        {
            var piece = values.Slice(at, Math.Min(Piece, values.Length - at));
            sum += Dot(piece, piece);
        }

        return sum;
    }

    /// <summary>Adds the sum of each column to <paramref name="sums"/>, row after row.</summary>
    public static void AddColumnSums(ReadOnlySpan<float> values, Span<float> sums)
    {
        for (var at = 0; at < values.Length; at += sums.Length) TensorPrimitives.Add(sums, values.Slice(at, sums.Length), sums);
    }
}
