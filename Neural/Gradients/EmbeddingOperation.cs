using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>Row <c>ids[i]</c> of a table for each i. The same row may be taken many times; its gradients add up in the order of i.</summary>
internal sealed class EmbeddingOperation : Operation
{
    private Tensor _table = null!;
    private int[] _ids = [];

    public Tensor Forward(Tape tape, Tensor table, ReadOnlySpan<int> ids)
    {
        _table = table;
        Keep(ref _ids, ids);
        var output = Produce(tape, ids.Length, table.Columns, table.NeedsGradient);
        for (var i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)table.Rows) throw new ArgumentOutOfRangeException(nameof(ids), ids[i], $"A row's number must be from 0 to {table.Rows - 1}.");
            table.Row(ids[i]).CopyTo(output.Row(i));
        }

        return output;
    }

    public override void Backward(Tape tape)
    {
        var gradient = Output.Gradient;
        var target = _table.OpenGradient();
        for (var i = 0; i < Output.Rows; i++)
        {
            var row = target.Slice(_ids[i] * _table.Columns, _table.Columns);
            TensorPrimitives.Add(row, gradient.Slice(i * _table.Columns, _table.Columns), row);
        }
    }
}
