using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Modules;

/// <summary>Layers of gated recurrent units, each fed with the hidden states of the one below, like PyTorch's GRU.</summary>
public sealed class Gru
{
    private readonly GruWeights[] _layers;
    private readonly double _dropout;

    /// <summary>Makes the parameters <c>name.weight_ih_l0</c> and so on.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="name">The module's name.</param>
    /// <param name="inputs">Columns of the input.</param>
    /// <param name="hidden">Size of the hidden state.</param>
    /// <param name="layers">Number of layers, at least 1.</param>
    /// <param name="dropout">Share of the hidden states dropped between layers in training.</param>
    public Gru(ParameterSource source, string name, int inputs, int hidden, int layers, double dropout)
    {
        _dropout = dropout;
        _layers = new GruWeights[layers];
        for (var layer = 0; layer < layers; layer++)
        {
            var columns = layer == 0 ? inputs : hidden;
            Tensor Make(string kind, params int[] shape) => source.Make($"{name}.{kind}_l{layer}", shape, Initial.Uniform(hidden)).Tensor;
            _layers[layer] = new GruWeights(
                Make("weight_ih", 3 * hidden, columns), Make("weight_hh", 3 * hidden, hidden), Make("bias_ih", 3 * hidden), Make("bias_hh", 3 * hidden));
        }
    }

    /// <summary>The last layer's hidden states after each step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">steps · batch rows, ordered by step, then by sequence.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <returns>steps · batch rows in the same order.</returns>
    public Tensor Forward(Tape tape, Tensor input, int batch)
    {
        var states = tape.Gru(input, _layers[0], batch);
        foreach (var layer in _layers.AsSpan(1)) states = tape.Gru(tape.Dropout(states, _dropout), layer, batch);
        return states;
    }
}
