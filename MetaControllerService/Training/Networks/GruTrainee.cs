using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Gradients;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Modules;
using MctsAspire.Neural.Networks;
using MctsAspire.Neural.Optimizers;
using MctsAspire.Neural.Tensors;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>The GRU under training; it reads the sequence of a run's states.</summary>
internal sealed class GruTrainee : ModelTrainee
{
    private readonly GruClassifier _network;

    /// <summary>A network of random weights.</summary>
    public GruTrainee(GruConfig config, long seed, WorkerTeam? team)
        : this(new GruClassifier(config, RandomStreams.Open(seed, RandomStream.Weights)), seed, team)
    {
    }

    private GruTrainee(GruClassifier network, long seed, WorkerTeam? team)
        : base(network, AdamOptions.Adam, seed, team) => _network = network;

    /// <inheritdoc/>
    public override string Type => ControllerTypes.Rnn;

    /// <inheritdoc/>
    public override string Configuration => _network.Config.ToJson();

    /// <inheritdoc/>
    protected override ModelBundle MakeBundle() => ModelBundle.Of(_network.Config, _network.Export());

    /// <inheritdoc/>
    protected override Tensor Forward(Tape tape, IReadOnlyList<TrainingExample> batch)
    {
        var lengths = batch.Select(example => example.States.Count).ToArray();
        var longest = lengths.Max();
        var sequences = new float[batch.Count * longest * RunFeatures.Dimensions];
        for (var i = 0; i < batch.Count; i++)
        {
            for (var step = 0; step < lengths[i]; step++)
                batch[i].States[step].Normalize(sequences.AsSpan(((i * longest) + step) * RunFeatures.Dimensions, RunFeatures.Dimensions));
        }

        return _network.Forward(tape, sequences, lengths, batch.Count, longest);
    }
}
