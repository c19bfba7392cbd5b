using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>x · Wᵀ + b, if it is adapted with the product of two small matrices added to W (see <see cref="LoraConfig"/>).</summary>
public sealed class Linear
{
    private readonly LoraConfig? _lora;
    private readonly Parameter? _down;
    private readonly Parameter? _up;

    /// <summary>Makes the parameters <c>name.weight</c> and <c>name.bias</c>, adapted also <c>name.lora_A.weight</c> and <c>name.lora_B.weight</c>.</summary>
    /// <param name="source">Where the parameters come from.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="deviation">Standard deviation of the initial weights, with a bias of zero; null: PyTorch's even distribution for both.</param>
    /// <param name="lora">How it is adapted if its last name is among the target modules; null: not at all.</param>
    /// <param name="optional">Whether weights that lack the layer are fine: it is drawn then.</param>
    public Linear(ParameterSource source, string name, int inputs, int outputs, double? deviation = null, LoraConfig? lora = null, bool optional = false)
    {
        var initial = deviation is { } spread ? Initial.Normal(spread) : Initial.Uniform(inputs);
        Weight = source.Make($"{name}.weight", [outputs, inputs], initial, optional);
        Bias = source.Make($"{name}.bias", [outputs], deviation is null ? Initial.Uniform(inputs) : Initial.Zeros, optional);
        if (lora is null || !lora.TargetModules.Contains(name[(name.LastIndexOf('.') + 1)..])) return;

        _lora = lora;
        _down = source.Make($"{name}.lora_A.weight", [lora.Rank, inputs], Initial.Uniform(inputs), optional: true);
        _up = source.Make($"{name}.lora_B.weight", [outputs, lora.Rank], Initial.Zeros, optional: true);
    }

    /// <summary>The weight, outputs × inputs.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias.</summary>
    public Parameter Bias { get; }

    /// <summary>The matrices that adapt it; none if it isn't adapted.</summary>
    public IEnumerable<Parameter> Adapters => _down is null ? [] : [_down, _up!];

    /// <summary>rows × inputs → rows × outputs.</summary>
    public Tensor Forward(Tape tape, Tensor input)
    {
        var output = tape.Linear(input, Weight.Tensor, Bias.Tensor);
        if (_lora is null) return output;
        var low = tape.Linear(tape.Dropout(input, _lora.Dropout), _down!.Tensor);
        return tape.Add(output, tape.Linear(low, _up!.Tensor), _lora.Scale);
    }

    /// <summary>The weight with the adaptation added; a copy.</summary>
    internal float[] MergedWeight()
    {
        var merged = Weight.Tensor.Values.ToArray();
        if (_lora is null) return merged;
        var product = new float[merged.Length];
        Kernels.MatrixProduct.Multiply(_up!.Tensor.AsMatrix(), _down!.Tensor.AsMatrix(), product);
        TensorPrimitives.MultiplyAdd(product, _lora.Scale, merged, merged);
        return merged;
    }
}
