using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>The packed weights of one layer of BERT.</summary>
internal sealed class BertLayer
{
    private readonly HiddenActivation _activation;

    public BertLayer(KernelSet kernels, BertConfig config, BertTensors tensors, int index)
    {
        var (name, size) = ($"bert.encoder.layer.{index}", config.HiddenSize);
        PackedLinear Linear(string part, int inputs, int outputs) =>
            new(kernels, tensors.Get($"{name}.{part}.weight", outputs, inputs), tensors.Get($"{name}.{part}.bias", outputs), inputs, outputs);
        float[] Both(string what, params ReadOnlySpan<int> shape) =>
            [.. tensors.Get($"{name}.attention.self.key.{what}", shape), .. tensors.Get($"{name}.attention.self.value.{what}", shape)];

        _activation = config.Activation;
        Query = Linear("attention.self.query", size, size);
        KeyAndValue = new PackedLinear(kernels, Both("weight", size, size), Both("bias", size), size, 2 * size);
        AttentionOutput = Linear("attention.output.dense", size, size);
        AttentionNorm = new PackedNorm(kernels, tensors, $"{name}.attention.output.LayerNorm", size, config.LayerNormEps);
        Intermediate = Linear("intermediate.dense", size, config.IntermediateSize);
        Output = Linear("output.dense", config.IntermediateSize, size);
        OutputNorm = new PackedNorm(kernels, tensors, $"{name}.output.LayerNorm", size, config.LayerNormEps);
    }

    public PackedLinear Query { get; }

    public PackedLinear KeyAndValue { get; }

    public PackedLinear AttentionOutput { get; }

    public PackedNorm AttentionNorm { get; }

    public PackedLinear Intermediate { get; }

    public PackedLinear Output { get; }

    public PackedNorm OutputNorm { get; }

    /// <summary>All behind attention, in place.</summary>
    /// <param name="context">What attention gave, a row for each token.</param>
    /// <param name="states">The states that went into the layer, and come out of it.</param>
    /// <param name="rows">How many.</param>
    /// <param name="inner">Room for rows × intermediate size values.</param>
    /// <param name="outer">Room for rows × hidden size values.</param>
    /// <param name="team">The threads that share the work, or null.</param>
    public unsafe void Finish(float* context, float* states, int rows, float* inner, float* outer, WorkerTeam? team)
    {
        var size = Query.Inputs;
        AttentionOutput.Apply(context, rows, size, outer, size, activation: null, team);
        AttentionNorm.Apply(outer, states, states, rows, team);
        Intermediate.Apply(states, rows, size, inner, Intermediate.Outputs, _activation, team);
        Output.Apply(inner, rows, Output.Inputs, outer, size, activation: null, team);
        OutputNorm.Apply(outer, states, states, rows, team);
    }
}
