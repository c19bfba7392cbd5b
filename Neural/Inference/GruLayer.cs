using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>The packed weights of one layer of gated recurrent units. Each of the three gates is filled up with zeros to whole panels, and so are the states.</summary>
internal sealed class GruLayer
{
    private const int Gates = 3;

    /// <summary>Packs the weights that PyTorch calls <c>gru.*_l{index}</c>.</summary>
    /// <exception cref="ModelFormatException">One is absent or of another shape.</exception>
    public GruLayer(KernelSet kernels, GruConfig config, ModelWeights weights, int index)
    {
        var inputs = index == 0 ? config.InputSize : config.HiddenSize;
        FromInput = Pack(kernels, config.HiddenSize, inputs, weights, "ih", index);
        FromState = Pack(kernels, config.HiddenSize, config.HiddenSize, weights, "hh", index);
    }

    public PackedLinear FromInput { get; }

    public PackedLinear FromState { get; }

    /// <summary>Values that a state of so many takes in memory.</summary>
    public static int Padded(int size) => (size + 31) & ~31;

    private static PackedLinear Pack(KernelSet kernels, int size, int inputs, ModelWeights weights, string kind, int index)
    {
        var weight = weights.Get($"gru.weight_{kind}_l{index}", Gates * size, inputs);
        var bias = weights.Get($"gru.bias_{kind}_l{index}", Gates * size);
        var padded = Padded(size);
        var (paddedWeight, paddedBias) = (new float[Gates * padded * inputs], new float[Gates * padded]);
        for (var gate = 0; gate < Gates; gate++)
        {
            weight.Slice(gate * size * inputs, size * inputs).CopyTo(paddedWeight.AsSpan(gate * padded * inputs));
            bias.Slice(gate * size, size).CopyTo(paddedBias.AsSpan(gate * padded));
        }

        return new PackedLinear(kernels, paddedWeight, paddedBias, inputs, Gates * padded);
    }
}
