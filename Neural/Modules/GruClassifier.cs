using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Modules;

/// <summary>The GRU router: the last hidden state of a sequence of feature vectors, dropout, and a linear layer that gives the logits.</summary>
public sealed class GruClassifier : Model
{
    private readonly ParameterSource _source;
    private readonly Gru _gru;
    private readonly Linear _classifier;
    private int[] _lastRows = [];
    private float[] _bySteps = [];

    /// <summary>Makes the network.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="random">Draws the initial values.</param>
    /// <param name="weights">Values to begin with; null: all are drawn.</param>
    /// <exception cref="ModelFormatException">The configuration is impossible, or the weights are of another architecture.</exception>
    public GruClassifier(GruConfig config, SeededRandom random, ModelWeights? weights = null)
    {
        Config = config.Validate();
        _source = new ParameterSource(random, weights);
        _gru = new Gru(_source, "gru", config.InputSize, config.HiddenSize, config.Layers, config.Dropout);
        _classifier = new Linear(_source, "fc", config.HiddenSize, config.Classes);
    }

    /// <summary>Its sizes.</summary>
    public GruConfig Config { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => _source.Parameters;

    /// <summary>The logits of a batch of sequences.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="sequences">batch × length × features; what lies behind a shorter sequence's end is not looked at but must be there.</param>
    /// <param name="lengths">Steps of each sequence, each from 1 to <paramref name="length"/>; empty: all have <paramref name="length"/>.</param>
    /// <param name="batch">Number of sequences, at least 1.</param>
    /// <param name="length">Steps of the longest, at least 1.</param>
    /// <returns>batch × classes.</returns>
    /// <exception cref="ArgumentException">The numbers don't fit together.</exception>
    public Tensor Forward(Tape tape, ReadOnlySpan<float> sequences, ReadOnlySpan<int> lengths, int batch, int length)
    {
        var features = Config.InputSize;
        Sequences.Check(sequences.Length, lengths, batch, length, features);
        if (_bySteps.Length < sequences.Length) _bySteps = new float[sequences.Length];
        if (_lastRows.Length < batch) _lastRows = new int[batch];
        for (var sequence = 0; sequence < batch; sequence++)
        {
            _lastRows[sequence] = (((lengths.IsEmpty ? length : lengths[sequence]) - 1) * batch) + sequence;
            for (var step = 0; step < length; step++)
            {
                sequences.Slice(((sequence * length) + step) * features, features).CopyTo(_bySteps.AsSpan(((step * batch) + sequence) * features));
            }
        }

        var states = _gru.Forward(tape, tape.Input(_bySteps.AsSpan(0, sequences.Length), batch * length, features), batch);
        var last = tape.Rows(states, _lastRows.AsSpan(0, batch));
        return _classifier.Forward(tape, tape.Dropout(last, Config.Dropout));
    }
}
