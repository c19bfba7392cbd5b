using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>Layer normalisation (Ba, Kiros and Hinton 2016): each row is shifted to mean 0 and scaled to variance 1, then multiplied by a weight and shifted by a bias.</summary>
internal sealed class LayerNormOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private float _epsilon;
    private float[] _means = [];
    private float[] _scales = [];
    private float[] _partials = [];

    public Tensor Forward(Tape tape, Tensor input, Tensor weight, Tensor bias, float epsilon)
    {
        if (weight.Count != input.Columns || bias.Count != input.Columns)
        {
            throw new ArgumentException($"Weight {weight.Shape} and bias {bias.Shape} don't fit an input of {input.Shape}.", nameof(weight));
        }

        (_input, _weight, _bias, _epsilon) = (input, weight, bias, epsilon);
        var output = Produce(tape, input.Rows, input.Columns, input.NeedsGradient || weight.NeedsGradient || bias.NeedsGradient);
        Room(ref _means, input.Rows);
        Room(ref _scales, input.Rows);
        RunForward(tape, Parts(input.Rows, RowsPerPart(input.Columns)));
        return output;
    }

    public override void Backward(Tape tape)
    {
        var parts = Parts(_input.Rows, RowsPerPart(_input.Columns));
        Room(ref _partials, parts * 3 * _input.Columns).Clear();
        if (_input.NeedsGradient) _input.OpenGradient();
        RunBackward(tape, parts);
        var weight = _weight.NeedsGradient ? _weight.OpenGradient() : [];
        var bias = _bias.NeedsGradient ? _bias.OpenGradient() : [];
        for (var part = 0; part < parts; part++)
        {
            if (!weight.IsEmpty) TensorPrimitives.Add(weight, Partial(part, 0), weight);
            if (!bias.IsEmpty) TensorPrimitives.Add(bias, Partial(part, 1), bias);
        }
    }

    protected override void ForwardPart(int part)
    {
        var columns = _input.Columns;
        var (first, count) = Range(part, _input.Rows, RowsPerPart(columns));
        for (var row = first; row < first + count; row++)
        {
            var values = _input.Row(row);
            var output = Output.Row(row);
            var mean = Reductions.Sum(values) / columns;
            var scale = 1 / MathF.Sqrt((Reductions.SquaredDistance(values, mean) / columns) + _epsilon);
            (_means[row], _scales[row]) = (mean, scale);
            Normalize(values, mean, scale, output);
            TensorPrimitives.MultiplyAdd(output, _weight.Values, _bias.Values, output);
        }
    }

    protected override void BackwardPart(int part)
    {
        var columns = _input.Columns;
        var weightSums = Partial(part, 0);
        var biasSums = Partial(part, 1);
        var normal = Partial(part, 2);
        var (first, count) = Range(part, _input.Rows, RowsPerPart(columns));
        for (var row = first; row < first + count; row++)
        {
            var gradient = Output.Gradient.Slice(row * columns, columns);
            Normalize(_input.Row(row), _means[row], _scales[row], normal);
            TensorPrimitives.MultiplyAdd(gradient, normal, weightSums, weightSums);
            TensorPrimitives.Add(biasSums, gradient, biasSums);
            if (!_input.NeedsGradient) continue;

            // With g the gradient by the normalised row n: scale · (g - mean(g) - n · mean(g · n)).
            TensorPrimitives.Multiply(gradient, _weight.Values, gradient);
            var mean = Reductions.Sum(gradient) / columns;
            var along = Reductions.Dot(gradient, normal) / columns;
            TensorPrimitives.MultiplyAdd(normal, -along, gradient, gradient);
            TensorPrimitives.Subtract(gradient, mean, gradient);
            var target = _input.Gradient.Slice(row * columns, columns);
            TensorPrimitives.MultiplyAdd(gradient, _scales[row], target, target);
        }
    }

    private static void Normalize(ReadOnlySpan<float> values, float mean, float scale, Span<float> normal)
    {
        TensorPrimitives.Subtract(values, mean, normal);
        TensorPrimitives.Multiply(normal, scale, normal);
    }

    /// <summary>A part's own row: 0 for the weight's sums, 1 for the bias's, 2 for the row at hand.</summary>
    private Span<float> Partial(int part, int which) => _partials.AsSpan(((part * 3) + which) * _input.Columns, _input.Columns);
}
