using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>One step of a computation: keeps what its backward pass needs. The tape uses it again for the same step of the next batch.</summary>
/// <remarks>Work is split into parts by its size alone, never by the number of threads, and every sum has a fixed order.</remarks>
internal abstract class Operation
{
    // Values a part works on: enough to outweigh handing it out, few enough to stay in the innermost caches.
    private const int PartValues = 16_384;

    /// <summary>What the step computes.</summary>
    public Tensor Output { get; private set; } = null!;

    /// <summary>Takes on the result of this step.</summary>
    protected Tensor Produce(Tape tape, int rows, int columns, bool needsGradient)
    {
        Output = tape.Take(rows, columns, needsGradient);
        return Output;
    }

    /// <summary>Adds to the gradients of the inputs what follows from the output's.</summary>
    public abstract void Backward(Tape tape);

    /// <summary>One part of the forward pass.</summary>
    protected virtual void ForwardPart(int part)
    {
    }

    /// <summary>One part of the backward pass.</summary>
    protected virtual void BackwardPart(int part)
    {
    }

    /// <summary>Runs the parts of the forward pass.</summary>
    protected void RunForward(Tape tape, int parts) => Run(tape, new ForwardParts(this), parts);

    /// <summary>Runs the parts of the backward pass.</summary>
    protected void RunBackward(Tape tape, int parts) => Run(tape, new BackwardParts(this), parts);

    /// <summary>How many rows of that many columns make a part.</summary>
    protected static int RowsPerPart(int columns) => Math.Max(1, PartValues / Math.Max(1, columns));

    /// <summary>Into how many parts values or rows fall.</summary>
    protected static int Parts(int count, int perPart = PartValues) => (count + perPart - 1) / perPart;

    /// <summary>The range of a part.</summary>
    protected static (int Start, int Length) Range(int part, int count, int perPart = PartValues) =>
        (part * perPart, Math.Min(perPart, count - (part * perPart)));

    /// <summary>A buffer of at least so many values; the old one if it is large enough.</summary>
    protected static Span<float> Room(ref float[] buffer, int count)
    {
        if (buffer.Length < count) buffer = Spare.Allocate(count);
        return buffer.AsSpan(0, count);
    }

    /// <summary>A copy of whole numbers in a buffer that is kept.</summary>
    protected static void Keep(ref int[] buffer, ReadOnlySpan<int> values)
    {
        if (buffer.Length < values.Length) buffer = new int[values.Length];
        values.CopyTo(buffer);
    }

    private static void Run<TWork>(Tape tape, TWork work, int parts)
        where TWork : struct, IParallelWork
    {
        if (tape.Team is { } team && parts is > 1 and <= WorkerTeam.MostParts)
        {
            team.Run(work, parts);
            return;
        }

        for (var part = 0; part < parts; part++) work.Execute(part);
    }

    private readonly struct ForwardParts(Operation operation) : IParallelWork
    {
        public void Execute(int part) => operation.ForwardPart(part);
    }

    private readonly struct BackwardParts(Operation operation) : IParallelWork
    {
        public void Execute(int part) => operation.BackwardPart(part);
    }
}
