using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.Neural.Gradients;

/// <summary>
/// Runs a computation on tensors and remembers its steps, so that <see cref="Backward(Tensor)"/> can go through them in reverse and find the
/// gradients of the result (reverse-mode automatic differentiation). A tape is used for one batch after the other; its tensors, those that
/// its operations return among them, are used again after the next <see cref="Start"/>, so that batches of equal shape allocate nothing.
/// </summary>
/// <remarks>
/// A tape serves one thread at a time. The results have the same bits for any number of threads in <paramref name="team"/>, and are a pure
/// function of the inputs, the parameters and <paramref name="random"/>'s state.
/// </remarks>
/// <param name="random">Where dropout takes its random bits from; one draw for each use.</param>
/// <param name="team">Threads that share the work; null for the calling thread alone.</param>
public sealed partial class Tape(SeededRandom random, WorkerTeam? team = null)
{
    private readonly List<Operation> _operations = [];
    private readonly List<Tensor> _tensors = [];
    private int _operationCount;
    private int _tensorCount;

    /// <summary>Whether dropout is active and gradients can be asked for.</summary>
    public bool Training { get; private set; }

    /// <summary>Where dropout takes its random bits from.</summary>
    public SeededRandom Random { get; } = random;

    /// <summary>Threads that share the work.</summary>
    internal WorkerTeam? Team { get; } = team;

    /// <summary>Begins a new computation. All tensors that this tape has returned before become invalid.</summary>
    /// <param name="training">Whether dropout is active and gradients can be asked for.</param>
    public void Start(bool training) => (_operationCount, _tensorCount, Training) = (0, 0, training);

    /// <summary>Takes on a matrix of values.</summary>
    /// <param name="values">Row by row; copied.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <exception cref="ArgumentException">There aren't rows · columns values.</exception>
    public Tensor Input(ReadOnlySpan<float> values, int rows, int columns)
    {
        if (values.Length != (long)rows * columns) throw new ArgumentException($"{values.Length} values don't make a matrix of {rows} x {columns}.", nameof(values));
        var tensor = Take(rows, columns, needsGradient: false);
        values.CopyTo(tensor.Values);
        return tensor;
    }

    /// <summary>
    /// Adds to the gradient of every tensor that needs one the gradient of a loss by it. Gradients of parameters add up until they are dropped.
    /// </summary>
    /// <param name="loss">A single value that this tape computed since the last <see cref="Start"/> for training.</param>
    /// <exception cref="InvalidOperationException">The computation isn't for training.</exception>
    /// <exception cref="ArgumentException">It isn't a single value, or depends on nothing that needs a gradient.</exception>
    public void Backward(Tensor loss)
    {
        if (!Training) throw new InvalidOperationException("Gradients need a computation that was started for training.");
        if (loss.Count != 1 || !loss.NeedsGradient) throw new ArgumentException("A loss is a single value that depends on something that needs a gradient.", nameof(loss));
        Backward(loss, [1]);
    }

    /// <summary>The same for a result of any shape, with the gradient of the loss by it given.</summary>
    internal void Backward(Tensor result, ReadOnlySpan<float> gradient)
    {
        gradient.CopyTo(result.OpenGradient(out _));
        for (var i = _operationCount - 1; i >= 0; i--)
        {
            if (_operations[i].Output is { NeedsGradient: true, HasGradient: true }) _operations[i].Backward(this);
        }
    }

    /// <summary>A tensor for this computation; the values are what happens to be in memory.</summary>
    internal Tensor Take(int rows, int columns, bool needsGradient)
    {
        if (_tensorCount == _tensors.Count) _tensors.Add(new Tensor());
        var tensor = _tensors[_tensorCount++];
        tensor.Reshape(rows, columns, needsGradient && Training);
        return tensor;
    }

    /// <summary>The operation for the next step: the one that stood at this place in the last computation, if it was of the same kind.</summary>
    private TOperation Next<TOperation>()
        where TOperation : Operation, new()
    {
        if (_operationCount == _operations.Count) _operations.Add(new TOperation());
        if (_operations[_operationCount] is not TOperation) _operations[_operationCount] = new TOperation();
        return (TOperation)_operations[_operationCount++];
    }
}
