using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>
/// One layer of gated recurrent units (Cho et al. 2014, in cuDNN's and PyTorch's form) over sequences of one length: for each step
/// r = σ(Wr·x + br + Ur·h + cr), z = σ(Wz·x + bz + Uz·h + cz), n = tanh(Wn·x + bn + r · (Un·h + cn)), h' = (1 - z)·n + z·h.
/// </summary>
/// <remarks>Rows are ordered by step, then by sequence: a step of the whole batch is one block. The first hidden state is zero.</remarks>
internal sealed class GruOperation : Operation
{
    private Tensor _input = null!;
    private GruWeights _weights = null!;
    private int _batch;
    private float[] _gates = [];
    private float[] _recurrent = [];
    private float[] _carried = [];

    private int Size => _weights.HiddenSize;

    private int Steps => _input.Rows / _batch;

    public Tensor Forward(Tape tape, Tensor input, GruWeights weights, int batch)
    {
        if (batch < 1 || input.Rows % batch != 0) throw new ArgumentException($"An input of {input.Shape} does not fall into {batch} sequences of one length.", nameof(batch));
        (_input, _weights, _batch) = (input, weights, batch);
        var output = Produce(tape, input.Rows, Size, input.NeedsGradient || weights.NeedGradient);
        var gates = Room(ref _gates, input.Rows * 3 * Size);
        var recurrent = Room(ref _recurrent, input.Rows * 3 * Size);
        MatrixProduct.Multiply(input.AsMatrix(), weights.Input.AsMatrix().Transposed, gates, bias: weights.InputBias.Values, team: tape.Team);
        for (var step = 0; step < Steps; step++)
        {
            var block = Block(recurrent, step, 3 * Size);
            if (step == 0) FillRows(block, weights.HiddenBias.Values);
            else MatrixProduct.Multiply(new Matrix(Block(output.Values, step - 1, Size), batch, Size), weights.Hidden.AsMatrix().Transposed, block, bias: weights.HiddenBias.Values);
            for (var row = step * batch; row < (step + 1) * batch; row++) Advance(row);
        }

        return output;
    }

    public override void Backward(Tape tape)
    {
        // Both buffers are turned into gradients, from the last step to the first.
        var carried = Room(ref _carried, _batch * Size);
        carried.Clear();
        for (var step = Steps - 1; step >= 0; step--)
        {
            TensorPrimitives.Add(carried, Block(Output.Gradient, step, Size), carried);
            for (var row = 0; row < _batch; row++) Retreat((step * _batch) + row, carried.Slice(row * Size, Size));
            if (step > 0) MatrixProduct.Multiply(new Matrix(Block(_recurrent, step, 3 * Size), _batch, 3 * Size), _weights.Hidden.AsMatrix(), carried, accumulate: true);
        }

        AddToWeights(tape);
        if (!_input.NeedsGradient) return;
        var target = _input.OpenGradient(out var accumulate);
        MatrixProduct.Multiply(new Matrix(_gates, _input.Rows, 3 * Size), _weights.Input.AsMatrix(), target, accumulate, team: tape.Team);
    }

    private void AddToWeights(Tape tape)
    {
        var (rows, width) = (_input.Rows, 3 * Size);
        if (_weights.InputBias.NeedsGradient) Reductions.AddColumnSums(_gates.AsSpan(0, rows * width), _weights.InputBias.OpenGradient());
        if (_weights.HiddenBias.NeedsGradient) Reductions.AddColumnSums(_recurrent.AsSpan(0, rows * width), _weights.HiddenBias.OpenGradient());
        if (_weights.Input.NeedsGradient)
        {
            var target = _weights.Input.OpenGradient(out var accumulate);
            MatrixProduct.Multiply(new Matrix(_gates, rows, width).Transposed, _input.AsMatrix(), target, accumulate, team: tape.Team);
        }

        if (_weights.Hidden.NeedsGradient)
        {
            // Each step's hidden state but the last meets the gradient of the step behind it; before the first it was zero.
            var target = _weights.Hidden.OpenGradient(out var accumulate);
            var later = new Matrix(_recurrent.AsSpan(_batch * width), rows - _batch, width);
            MatrixProduct.Multiply(later.Transposed, new Matrix(Output.Values, rows - _batch, Size), target, accumulate, team: tape.Team);
        }
    }

    /// <summary>A row's next hidden state. Its gates keep r, z and n.</summary>
    private void Advance(int row)
    {
        var gates = Row(_gates, row, 3 * Size);
        var recurrent = Row(_recurrent, row, 3 * Size);
        var hidden = Output.Row(row);
        var both = gates[..(2 * Size)];
        var next = gates[(2 * Size)..];
        TensorPrimitives.Add(both, recurrent[..(2 * Size)], both);
        Activation.Sigmoid(both, both);
        TensorPrimitives.MultiplyAdd(both[..Size], recurrent[(2 * Size)..], next, next);
        Activation.Tanh(next, next);

        // h' = n + z · (h - n), with h zero before the first step.
        if (row < _batch) TensorPrimitives.Negate(next, hidden);
        else TensorPrimitives.Subtract(Output.Row(row - _batch), next, hidden);
        TensorPrimitives.MultiplyAdd(hidden, both[Size..], next, hidden);
    }

    /// <summary>Turns a row's gates and recurrent sums into the gradients by them, and the gradient by its hidden state into the direct share of the one before.</summary>
    private void Retreat(int row, Span<float> carried)
    {
        var gates = Row(_gates, row, 3 * Size);
        var recurrent = Row(_recurrent, row, 3 * Size);
        var previous = row < _batch ? [] : Output.Row(row - _batch);
        GruGradient.Row(gates, recurrent, previous, carried);
    }

    private Span<float> Block(Span<float> values, int step, int columns) => values.Slice(step * _batch * columns, _batch * columns);

    private static Span<float> Row(float[] values, int row, int columns) => values.AsSpan(row * columns, columns);

    private static void FillRows(Span<float> rows, ReadOnlySpan<float> row)
    {
        for (var at = 0; at < rows.Length; at += row.Length) row.CopyTo(rows[at..]);
    }
}
