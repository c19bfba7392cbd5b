using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Optimizers;

/// <summary>One step of Adam on one parameter, in parts of a fixed size.</summary>
internal readonly struct AdamWork(AdamUpdate update, Tensor tensor, float[] means, float[] squares) : IParallelWork
{
    private const int PartValues = 16_384;

    public int Parts => (tensor.Count + PartValues - 1) / PartValues;

    public void Execute(int part)
    {
        var start = part * PartValues;
        var length = Math.Min(PartValues, tensor.Count - start);
        update.Apply(tensor.Values.Slice(start, length), tensor.Gradient.Slice(start, length), means.AsSpan(start, length), squares.AsSpan(start, length));
    }
}
