using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Inference;

/// <summary>
/// The GRU router, ready to predict: the classes' logits from the last hidden state of the last layer. Dropout is for training only. Any number of threads
/// may ask at once; a call allocates nothing once as many have run at the same time before. A sequence's logits have the same bits alone and in any batch.
/// </summary>
public sealed unsafe class GruPredictor
{
    // Sequences that are computed together, and steps of a lone sequence whose inputs are.
    private const int BlockRows = 32;

    private readonly KernelSet _kernels;
    private readonly GruLayer[] _layers;
    private readonly PackedLinear _classifier;
    private readonly ScratchPool _pool = new();
    private readonly int _size;

    /// <summary>Packs the weights.</summary>
    /// <param name="config">The network.</param>
    /// <param name="weights">Its tensors under PyTorch's names: <c>gru.*</c> and <c>fc.*</c>.</param>
    /// <exception cref="ModelFormatException">A tensor is absent or of another shape.</exception>
    public GruPredictor(GruConfig config, ModelWeights weights)
        : this(config, weights, KernelSet.Best)
    {
    }

    internal GruPredictor(GruConfig config, ModelWeights weights, KernelSet kernels)
    {
        Config = config.Validate();
        _kernels = kernels;
        _size = GruLayer.Padded(config.HiddenSize);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(index => new GruLayer(kernels, config, weights, index))];
        _classifier = new PackedLinear(
            kernels, weights.Get("fc.weight", config.Classes, config.HiddenSize), weights.Get("fc.bias", config.Classes), config.HiddenSize, config.Classes);
    }

    /// <summary>The network.</summary>
    public GruConfig Config { get; }

    private int Gates => 3 * _size;

    /// <summary>Predicts for sequences of one length.</summary>
    /// <param name="sequences">Batch × length × input size values.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Steps of each, at least 1.</param>
    /// <param name="logits">Batch × classes values.</param>
    /// <exception cref="ArgumentException">The values don't fit the shape.</exception>
    public void Predict(ReadOnlySpan<float> sequences, int batch, int length, Span<float> logits) => Predict(sequences, [], batch, length, logits);

    /// <summary>Predicts for sequences of several lengths.</summary>
    /// <param name="sequences">Batch × length × input size values; what stands behind a sequence's own length is not looked at.</param>
    /// <param name="lengths">The steps of each sequence, 1 to <paramref name="length"/>; none if all have that length.</param>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Steps of the longest, at least 1.</param>
    /// <param name="logits">Batch × classes values.</param>
    /// <exception cref="ArgumentException">The values don't fit the shape, or a length is out of range.</exception>
    public void Predict(ReadOnlySpan<float> sequences, ReadOnlySpan<int> lengths, int batch, int length, Span<float> logits)
    {
        Shape.Check(sequences.Length, batch, length, Config.InputSize, nameof(sequences));
        Shape.Check(logits.Length, batch, 1, Config.Classes, nameof(logits));
        Shape.CheckLengths(lengths, batch, length);
        var rows = Math.Min(batch, BlockRows);
        var buffer = _pool.Rent((BlockRows * (Gates + _size)) + (rows * (Gates + (_layers.Length * _size))));
        fixed (float* input = sequences, output = logits)
        {
            for (var first = 0; first < batch; first += BlockRows)
            {
                rows = Math.Min(BlockRows, batch - first);
                var block = new Block(input + ((nint)first * length * Config.InputSize), rows, length, buffer.Start, this);
                var last = rows == 1
                    ? PredictOne(block, lengths.IsEmpty ? length : lengths[first])
                    : PredictMany(block, lengths.IsEmpty ? [] : lengths.Slice(first, rows));
                _classifier.Apply(last, rows, _size, output + (first * Config.Classes), Config.Classes);
            }
        }

        _pool.Return(buffer);
    }

    /// <summary>Step by step, all sequences at once: a layer's states are the next one's inputs.</summary>
    private float* PredictMany(in Block block, ReadOnlySpan<int> lengths)
    {
        var steps = block.Length;
        if (!lengths.IsEmpty)
        {
            steps = 0;
            foreach (var length in lengths)
                steps = Math.Max(steps, length);
        }

        var states = block.States;
        for (var step = 0; step < steps; step++)
        {
            var (input, stride) = ((nint)(block.Input + ((nint)step * Config.InputSize)), (nint)block.Length * Config.InputSize);
            for (var index = 0; index < _layers.Length; index++)
            {
                var layer = _layers[index];
                states = block.States + (index * block.Rows * _size);
                layer.FromInput.Apply((float*)input, block.Rows, stride, block.FromInput, Gates);
                var fromState = FromState(layer, states, block, step == 0, out var fromStateStride);
                for (var row = 0; row < block.Rows; row++)
                {
                    if (lengths.IsEmpty || step < lengths[row])
                        _kernels.GruStep(block.FromInput + (row * Gates), fromState + (row * fromStateStride), states + (row * _size), states + (row * _size), _size);
                }

                (input, stride) = ((nint)states, _size);
            }
        }

        return states;
    }

    /// <summary>A lone sequence: what the inputs say is computed for several steps at once.</summary>
    private float* PredictOne(in Block block, int length)
    {
        var state = block.States;
        for (var first = 0; first < length; first += BlockRows)
        {
            var steps = Math.Min(BlockRows, length - first);
            var (input, stride) = ((nint)(block.Input + ((nint)first * Config.InputSize)), (nint)Config.InputSize);
            for (var index = 0; index < _layers.Length; index++)
            {
                var layer = _layers[index];
                state = block.States + (index * _size);
                layer.FromInput.Apply((float*)input, steps, stride, block.FromInput, Gates);
                for (var step = 0; step < steps; step++)
                {
                    // The inputs are used up by now, so that the outputs may take their place.
                    var fromState = FromState(layer, state, block, first + step == 0, out _);
                    _kernels.GruStep(block.FromInput + (step * Gates), fromState, state, state, _size);
                    new ReadOnlySpan<float>(state, _size).CopyTo(new Span<float>(block.Outputs + (step * _size), _size));
                }

                (input, stride) = ((nint)block.Outputs, _size);
            }
        }

        return state;
    }

    /// <summary>What the states say to the gates. At first they are zero, and there is nothing to multiply.</summary>
    private float* FromState(GruLayer layer, float* states, in Block block, bool atFirst, out nint stride)
    {
        if (atFirst)
        {
            new Span<float>(states, block.Rows * _size).Clear();
            stride = 0;
            return layer.FromState.Bias;
        }

        layer.FromState.Apply(states, block.Rows, _size, block.FromState, Gates);
        stride = Gates;
        return block.FromState;
    }

    /// <summary>Sequences that are computed together, and their working memory.</summary>
    private readonly struct Block(float* input, int rows, int length, float* scratch, GruPredictor predictor)
    {
        public float* Input { get; } = input;

        public int Rows { get; } = rows;

        public int Length { get; } = length;

        public float* FromInput { get; } = scratch;

        public float* Outputs { get; } = scratch + (BlockRows * predictor.Gates);

        public float* FromState { get; } = scratch + (BlockRows * (predictor.Gates + predictor._size));

        public float* States { get; } = scratch + (BlockRows * (predictor.Gates + predictor._size)) + (rows * predictor.Gates);
    }
}
