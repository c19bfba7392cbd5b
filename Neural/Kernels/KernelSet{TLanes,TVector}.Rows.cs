using System.Runtime.CompilerServices;

namespace MctsAspire.Neural.Kernels;

/// <summary>The kernels compiled for one width of vector: what happens to rows between products.</summary>
internal sealed unsafe partial class KernelSet<TLanes, TVector>
{
    [MethodImpl(Hot)]
    public override void Map<TFunction>(float* x, float* y, int count) => MapRow<TFunction>(x, y, count);

    [MethodImpl(Hot)]
    public override void Map<TFunction>(float* x, int rows, int columns, nint stride)
    {
        for (; rows > 0; rows--, x += stride)
            MapRow<TFunction>(x, x, columns);
    }

    [MethodImpl(Hot)]
    public override void Softmax(float* x, int count, float scale)
    {
        var whole = count & -TLanes.Count;
        var largest = whole < count ? LoadPart(x + whole, count - whole, float.NegativeInfinity) : TLanes.All(float.NegativeInfinity);
        for (var i = 0; i < whole; i += TLanes.Count)
            largest = TLanes.Max(largest, TLanes.Load(x + i));

        var (factor, shift) = (TLanes.All(scale), TLanes.All(-scale * TLanes.Largest(largest)));
        TVector sum = default;
        for (var i = 0; i < whole; i += TLanes.Count)
        {
            var e = Functions<TLanes, TVector>.Exp(TLanes.MultiplyAdd(TLanes.Load(x + i), factor, shift));
            TLanes.Store(e, x + i);
            sum = TLanes.Add(sum, e);
        }

        if (whole < count)
        {
            var e = Functions<TLanes, TVector>.Exp(TLanes.MultiplyAdd(LoadPart(x + whole, count - whole, 0), factor, shift));
            StorePart(e, x + whole, count - whole);
            sum = TLanes.Add(sum, LoadPart(x + whole, count - whole, 0));
        }

        var share = 1 / TLanes.Sum(sum);
        for (var i = 0; i < whole; i += TLanes.Count)
            TLanes.Store(TLanes.Multiply(TLanes.Load(x + i), TLanes.All(share)), x + i);
        for (var i = whole; i < count; i++)
            x[i] *= share;
    }

    [MethodImpl(Hot)]
    public override void LayerNorm(float* x, float* residual, float* y, int count, float* weight, float* bias, float epsilon)
    {
        var whole = count & -TLanes.Count;
        TVector sum = default;
        for (var i = 0; i < whole; i += TLanes.Count)
        {
            var value = TLanes.Add(TLanes.Load(x + i), residual == null ? default : TLanes.Load(residual + i));
            TLanes.Store(value, y + i);
            sum = TLanes.Add(sum, value);
        }

        for (var i = whole; i < count; i++)
            y[i] = x[i] + (residual == null ? 0 : residual[i]);
        if (whole < count)
            sum = TLanes.Add(sum, LoadPart(y + whole, count - whole, 0));

        // Twice over the row: a variance from the sum of squares would lose the digits that count where the mean is large.
        var mean = TLanes.Sum(sum) / count;
        TVector squares = default;
        for (var i = 0; i < whole; i += TLanes.Count)
        {
            var distance = TLanes.Subtract(TLanes.Load(y + i), TLanes.All(mean));
            squares = TLanes.MultiplyAdd(distance, distance, squares);
        }

        if (whole < count)
        {
            var distance = TLanes.Subtract(LoadPart(y + whole, count - whole, mean), TLanes.All(mean));
            squares = TLanes.MultiplyAdd(distance, distance, squares);
        }

        var factor = 1 / MathF.Sqrt((TLanes.Sum(squares) / count) + epsilon);
        for (var i = 0; i < whole; i += TLanes.Count)
        {
            var normal = TLanes.Multiply(TLanes.Subtract(TLanes.Load(y + i), TLanes.All(mean)), TLanes.All(factor));
            TLanes.Store(TLanes.MultiplyAdd(normal, TLanes.Load(weight + i), TLanes.Load(bias + i)), y + i);
        }

        for (var i = whole; i < count; i++)
            y[i] = ((y[i] - mean) * factor * weight[i]) + bias[i];
    }

    [MethodImpl(Hot)]
    public override void GruStep(float* fromInput, float* fromState, float* state, float* next, int size)
    {
        var one = TLanes.All(1);
        for (var i = 0; i < size; i += TLanes.Count)
        {
            var reset = Functions<TLanes, TVector>.Sigmoid(TLanes.Add(TLanes.Load(fromInput + i), TLanes.Load(fromState + i)));
            var keep = TLanes.Add(TLanes.Load(fromInput + size + i), TLanes.Load(fromState + size + i));
            var fresh = TLanes.MultiplyAdd(reset, TLanes.Load(fromState + (2 * size) + i), TLanes.Load(fromInput + (2 * size) + i));

            // With a = e^-keep and b = e^-2·fresh: z = 1/(1+a) and n = (1-b)/(1+b), and (1-z)·n + z·h over one denominator saves a division.
            var a = Functions<TLanes, TVector>.ExpOfNegative(keep);
            var b = Functions<TLanes, TVector>.ExpOfNegative(TLanes.Add(fresh, fresh));
            var below = TLanes.Add(one, b);
            var above = TLanes.MultiplyAdd(TLanes.Subtract(one, b), a, TLanes.Multiply(TLanes.Load(state + i), below));
            TLanes.Store(TLanes.Divide(above, TLanes.Multiply(below, TLanes.Add(one, a))), next + i);
        }
    }

    /// <summary>The first values of a vector, and a filling for the rest.</summary>
    private static TVector LoadPart(float* source, int count, float filling)
    {
        var values = stackalloc float[TLanes.Count];
        for (var i = 0; i < TLanes.Count; i++)
            values[i] = i < count ? source[i] : filling;
        return TLanes.Load(values);
    }

    private static void StorePart(TVector value, float* target, int count)
    {
        var values = stackalloc float[TLanes.Count];
        TLanes.Store(value, values);
        for (var i = 0; i < count; i++)
            target[i] = values[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MapRow<TFunction>(float* x, float* y, int count)
        where TFunction : struct, IFunction
    {
        var i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            TLanes.Store(TFunction.Apply<TLanes, TVector>(TLanes.Load(x + i)), y + i);
        if (i < count)
            StorePart(TFunction.Apply<TLanes, TVector>(LoadPart(x + i, count - i, 0)), y + i, count - i);
    }
}
