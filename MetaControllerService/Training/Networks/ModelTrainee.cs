using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>What the networks have in common when they are trained: cross-entropy, clipped gradients, Adam.</summary>
internal abstract class ModelTrainee : ITrainee
{
    // Few, as a pass keeps every value: measuring must not take more memory than a step.
    private const int PredictedAtOnce = 16;
    private const double LargestGradientNorm = 1;

    private readonly Model _model;
    private readonly Adam _optimizer;
    private readonly Parameter[] _trained;
    private readonly ulong _dropoutSeed;
    private readonly WorkerTeam? _team;
    private Tape _tape;

    /// <summary>A network that has made no step.</summary>
    /// <param name="model">The network.</param>
    /// <param name="options">Settings of the optimizer.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="team">Threads that share the work; null: the caller's alone.</param>
    protected ModelTrainee(Model model, AdamOptions options, long seed, WorkerTeam? team)
    {
        (_model, _team) = (model, team);
        _trained = [.. model.Parameters.Where(parameter => parameter.Trainable)];
        _optimizer = new Adam(_trained, options, team);
        _dropoutSeed = RandomStreams.SeedOf(seed, RandomStream.Dropout);
        _tape = new Tape(new SeededRandom(_dropoutSeed), team);
    }

    /// <inheritdoc/>
    public abstract string Type { get; }

    /// <inheritdoc/>
    public abstract string Configuration { get; }

    /// <inheritdoc/>
    public int TrainedWeights => _trained.Sum(parameter => parameter.Tensor.Count);

    /// <inheritdoc/>
    public ModelBundle Bundle()
    {
        // The copies that are made now can have the memory of the steps.
        _tape = new Tape(new SeededRandom(_dropoutSeed, _tape.Random.Position), _team);
        return MakeBundle();
    }

    /// <inheritdoc/>
    public StepFigures Step(IReadOnlyList<TrainingExample> batch, double learningRate)
    {
        _tape.Start(training: true);
        var logits = Forward(_tape, batch);
        var labels = batch.Select(example => (int)example.Label).ToArray();
        var loss = _tape.CrossEntropy(logits, labels);
        var right = labels.Where((label, i) => Best(logits.Row(i)) == label).Count();
        var figures = new StepFigures(loss.Values[0], right);

        _tape.Backward(loss);
        GradientClipping.ByGlobalNorm(_trained, LargestGradientNorm);
        _optimizer.Step(learningRate);
        return figures;
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Predict(IReadOnlyList<TrainingExample> examples)
    {
        var probabilities = new List<double[]>(examples.Count);
        foreach (var part in examples.Chunk(PredictedAtOnce))
        {
            _tape.Start(training: false);
            var logits = Forward(_tape, part);
            for (var i = 0; i < part.Length; i++)
                probabilities.Add(Softmax(logits.Row(i)));
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public ModelWeights SaveWeights()
    {
        var weights = new ModelWeights();
        foreach (var parameter in _trained)
            weights.Add(parameter.Name, [.. parameter.Shape], parameter.Tensor.Values.ToArray());
        return weights;
    }

    /// <inheritdoc/>
    public void LoadWeights(ModelWeights weights)
    {
        foreach (var parameter in _trained)
            weights.Get(parameter.Name, [.. parameter.Shape]);
        foreach (var parameter in _trained)
            weights.Get(parameter.Name, [.. parameter.Shape]).CopyTo(parameter.Tensor.Values);
    }

    /// <inheritdoc/>
    public NetworkState SaveState()
    {
        var tensors = SaveWeights();
        var optimizer = _optimizer.Export();
        foreach (var moment in optimizer.Moments.Tensors)
            tensors.Add(moment);
        return new(tensors, optimizer.Step, _tape.Random.Position);
    }

    /// <inheritdoc/>
    public void LoadState(NetworkState state)
    {
        LoadWeights(state.Tensors);
        _optimizer.Load(new OptimizerState(state.OptimizerSteps, state.Tensors));
        _tape = new Tape(new SeededRandom(_dropoutSeed, state.RandomPosition), _team);
    }

    /// <summary>The model as it is served.</summary>
    protected abstract ModelBundle MakeBundle();

    /// <summary>The logits of a batch, a row each.</summary>
    protected abstract Tensor Forward(Tape tape, IReadOnlyList<TrainingExample> batch);

    private static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
                best = i;
        }

        return best;
    }

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        var result = new double[AgentNames.Count];
        double largest = logits[Best(logits)], sum = 0;
        for (var i = 0; i < result.Length; i++)
            sum += result[i] = Math.Exp(logits[i] - largest);
        for (var i = 0; i < result.Length; i++)
            result[i] /= sum;
        return result;
    }
}
