using System.Buffers;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>
/// Multi-head attention (Vaswani et al. 2017) within each of several sequences that lie one after the other: softmax(Q·Kᵀ / √size) · V for
/// each head's share of the columns. A part of the work is one head of one sequence.
/// </summary>
internal sealed class AttentionOperation : Operation
{
    private Tensor _query = null!;
    private Tensor _key = null!;
    private Tensor _value = null!;
    private int[] _starts = [];
    private int[] _places = [];
    private int _sequences;
    private int _heads;
    private float[] _probabilities = [];
    private DropoutMask? _mask;
    private (bool Query, bool Key, bool Value) _accumulate;

    private int HeadSize => _query.Columns / _heads;

    private float Scale => 1 / MathF.Sqrt(HeadSize);

    /// <param name="tape">The tape.</param>
    /// <param name="query">A row for each token of each sequence; the heads lie side by side.</param>
    /// <param name="key">The same.</param>
    /// <param name="value">The same.</param>
    /// <param name="starts">Where each sequence starts, and the number of rows at the end.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="dropout">Share of the attention that is dropped.</param>
    public Tensor Forward(Tape tape, Tensor query, Tensor key, Tensor value, ReadOnlySpan<int> starts, int heads, double dropout)
    {
        if (query.Columns % heads != 0 || starts is not [0, .., var end] || end != query.Rows)
        {
            throw new ArgumentException($"{heads} heads and the starts [{string.Join(", ", starts.ToArray())}] don't fit an input of {query.Shape}.", nameof(starts));
        }

        if ((key.Rows, key.Columns, value.Rows, value.Columns) != (query.Rows, query.Columns, query.Rows, query.Columns))
        {
            throw new ArgumentException($"Query {query.Shape}, key {key.Shape} and value {value.Shape} must have one shape.", nameof(key));
        }

        (_query, _key, _value, _sequences, _heads) = (query, key, value, starts.Length - 1, heads);
        Keep(ref _starts, starts);
        _mask = dropout > 0 ? new DropoutMask(tape.Random.NextBits(), dropout) : null;
        Room(ref _probabilities, PlaceProbabilities());
        var output = Produce(tape, query.Rows, query.Columns, query.NeedsGradient || key.NeedsGradient || value.NeedsGradient);
        RunForward(tape, _sequences * heads);
        return output;
    }

    public override void Backward(Tape tape)
    {
        bool query = false, key = false, value = false;
        if (_query.NeedsGradient) _query.OpenGradient(out query);
        if (_key.NeedsGradient) _key.OpenGradient(out key);
        if (_value.NeedsGradient) _value.OpenGradient(out value);
        _accumulate = (query, key, value);
        RunBackward(tape, _sequences * _heads);
    }

    protected override void ForwardPart(int part)
    {
        var (row, length, column) = Place(part);
        var probabilities = Probabilities(part, length);
        MatrixProduct.Multiply(Slice(_query.Values, row, length, column), Slice(_key.Values, row, length, column).Transposed, probabilities);
        Activation.Softmax(probabilities, length, Scale);

        var room = ArrayPool<float>.Shared.Rent(length * length);
        var kept = Dropped(part, probabilities, room);
        Write(new Matrix(kept, length, length), Slice(_value.Values, row, length, column), Output.Values, row, column, accumulate: false);
        ArrayPool<float>.Shared.Return(room);
    }

    protected override void BackwardPart(int part)
    {
        var (row, length, column) = Place(part);
        var probabilities = Probabilities(part, length);
        var gradient = Slice(Output.Gradient, row, length, column);
        var room = ArrayPool<float>.Shared.Rent(2 * length * length);
        if (_value.NeedsGradient)
        {
            var kept = Dropped(part, probabilities, room);
            Write(new Matrix(kept, length, length).Transposed, gradient, _value.Gradient, row, column, _accumulate.Value);
        }

        if (_query.NeedsGradient || _key.NeedsGradient)
        {
            var scores = room.AsSpan(0, length * length);
            MatrixProduct.Multiply(gradient, Slice(_value.Values, row, length, column).Transposed, scores);
            scores = Dropped(part, scores, room.AsSpan(length * length));
            for (var i = 0; i < length; i++) SoftmaxOperation.Backward(probabilities.Slice(i * length, length), scores.Slice(i * length, length));
            TensorPrimitives.Multiply(scores, Scale, scores);
            var matrix = new Matrix(scores, length, length);
            if (_query.NeedsGradient) Write(matrix, Slice(_key.Values, row, length, column), _query.Gradient, row, column, _accumulate.Query);
            if (_key.NeedsGradient) Write(matrix.Transposed, Slice(_query.Values, row, length, column), _key.Gradient, row, column, _accumulate.Key);
        }

        ArrayPool<float>.Shared.Return(room);
    }

    /// <summary>Gives each part its place among the probabilities.</summary>
    /// <returns>How many there are.</returns>
    private int PlaceProbabilities()
    {
        var places = _sequences * _heads;
        if (_places.Length < places) _places = new int[places];
        var at = 0;
        for (var part = 0; part < places; part++)
        {
            var length = Place(part).Length;
            _places[part] = at;
            at = checked(at + (length * length));
        }

        return at;
    }

    private (int Row, int Length, int Column) Place(int part)
    {
        var (sequence, head) = (part / _heads, part % _heads);
        return (_starts[sequence], _starts[sequence + 1] - _starts[sequence], head * HeadSize);
    }

    private Span<float> Probabilities(int part, int length) => _probabilities.AsSpan(_places[part], length * length);

    private Span<float> Dropped(int part, Span<float> values, Span<float> room)
    {
        if (_mask is not { } mask) return values;
        var dropped = room[..values.Length];
        dropped.Clear();
        mask.Add(_places[part], values, dropped);
        return dropped;
    }

    private Matrix Slice(ReadOnlySpan<float> values, int row, int length, int column) =>
        new(values[((row * _query.Columns) + column)..], length, HeadSize, _query.Columns);

    private void Write(Matrix left, Matrix right, Span<float> target, int row, int column, bool accumulate) =>
        MatrixProduct.Multiply(left, right, target[((row * _query.Columns) + column)..], accumulate, stride: _query.Columns);
}
