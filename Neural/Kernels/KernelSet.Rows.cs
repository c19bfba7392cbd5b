namespace MctsAspire.Neural.Kernels;

/// <summary>What happens to rows between products.</summary>
internal abstract unsafe partial class KernelSet
{
    /// <summary>y = f(x) for every value; both may be the same.</summary>
    public abstract void Map<TFunction>(float* x, float* y, int count)
        where TFunction : struct, IFunction;

    /// <summary>x = f(x) in a block whose rows begin <paramref name="stride"/> values after each other.</summary>
    public abstract void Map<TFunction>(float* x, int rows, int columns, nint stride)
        where TFunction : struct, IFunction;

    /// <summary>x = softmax(scale · x), in place, for a positive scale.</summary>
    public abstract void Softmax(float* x, int count, float scale);

    /// <summary>y = (x + residual, normalised to mean 0 and variance 1) · weight + bias. y may be x or the residual; the residual may be null.</summary>
    public abstract void LayerNorm(float* x, float* residual, float* y, int count, float* weight, float* bias, float epsilon);

    /// <summary>One step of a gated recurrent unit.</summary>
    /// <param name="fromInput">What the input says to the reset gate, the update gate and the new value: 3 · size values with the biases.</param>
    /// <param name="fromState">The same from the state.</param>
    /// <param name="state">The state before: size values.</param>
    /// <param name="next">The state after; may be the same place.</param>
    /// <param name="size">Size of the state, a multiple of 16.</param>
    public abstract void GruStep(float* fromInput, float* fromState, float* state, float* next, int size);
}
