using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Weights;

namespace MctsAspire.Neural.Optimizers;

/// <summary>Adam (Kingma and Ba 2014) and AdamW (Loshchilov and Hutter 2017), step for step as PyTorch does them.</summary>
/// <remarks>Not thread-safe. The results have the same bits for any number of threads.</remarks>
public sealed class Adam
{
    private const string MeanName = ".exp_avg";
    private const string SquareName = ".exp_avg_sq";

    private readonly AdamOptions _options;
    private readonly WorkerTeam? _team;
    private readonly Parameter[] _parameters;
    private readonly float[][] _means;
    private readonly float[][] _squares;

    /// <summary>An optimizer that has done no step.</summary>
    /// <param name="parameters">The model's parameters; those that are trainable now are trained.</param>
    /// <param name="options">Settings; see <see cref="AdamOptions.Adam"/> and <see cref="AdamOptions.AdamW"/>.</param>
    /// <param name="team">Threads that share the work; null for the calling thread alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adam(IEnumerable<Parameter> parameters, AdamOptions options, WorkerTeam? team = null)
    {
        CheckShare(options.Beta1, nameof(options.Beta1));
        CheckShare(options.Beta2, nameof(options.Beta2));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WeightDecay);
        (_options, _team) = (options, team);
        _parameters = [.. parameters.Where(parameter => parameter.Trainable)];
        _means = [.. _parameters.Select(parameter => new float[parameter.Tensor.Count])];
        _squares = [.. _parameters.Select(parameter => new float[parameter.Tensor.Count])];
    }

    /// <summary>Steps done.</summary>
    public long StepCount { get; private set; }

    /// <summary>Changes every trained parameter by its gradient, and drops the gradients. A parameter without a gradient stays as it is.</summary>
    /// <param name="learningRate">How far, at least 0.</param>
    public void Step(double learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        StepCount++;
        var update = AdamUpdate.Of(_options, learningRate, StepCount);
        for (var i = 0; i < _parameters.Length; i++)
        {
            var tensor = _parameters[i].Tensor;
            if (!tensor.HasGradient) continue;
            var work = new AdamWork(update, tensor, _means[i], _squares[i]);
            if (_team is not null && work.Parts is > 1 and <= WorkerTeam.MostParts) _team.Run(work, work.Parts);
            else for (var part = 0; part < work.Parts; part++) work.Execute(part);
            tensor.DropGradient();
        }
    }

    /// <summary>A copy of the state.</summary>
    public OptimizerState Export()
    {
        var moments = new ModelWeights();
        for (var i = 0; i < _parameters.Length; i++)
        {
            moments.Add(_parameters[i].Name + MeanName, [.. _parameters[i].Shape], [.. _means[i]]);
            moments.Add(_parameters[i].Name + SquareName, [.. _parameters[i].Shape], [.. _squares[i]]);
        }

        return new OptimizerState(StepCount, moments);
    }

    /// <summary>Takes on a state, so that the next step is the one that would have followed.</summary>
    /// <exception cref="ModelFormatException">The state is of other parameters; nothing has been changed then.</exception>
    public void Load(OptimizerState state)
    {
        if (state.Step < 0) throw new ModelFormatException($"step is {state.Step}; it must be at least 0.");
        foreach (var parameter in _parameters)
        {
            Stored(state, parameter, MeanName);
            if (TensorPrimitives.IsNegativeAny(Stored(state, parameter, SquareName)))
                throw new ModelFormatException($"Tensor '{parameter.Name}{SquareName}' holds a negative value; it is a mean of squares.");
        }

        StepCount = state.Step;
        for (var i = 0; i < _parameters.Length; i++)
        {
            Stored(state, _parameters[i], MeanName).CopyTo(_means[i]);
            Stored(state, _parameters[i], SquareName).CopyTo(_squares[i]);
        }
    }

    private static void CheckShare(double value, string name)
    {
        if (value is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(name, value, "It must be at least 0 and below 1.");
    }

    private static ReadOnlySpan<float> Stored(OptimizerState state, Parameter parameter, string kind) =>
        state.Moments.Get(parameter.Name + kind, [.. parameter.Shape]);
}
