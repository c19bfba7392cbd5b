using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Training.Loop;

/// <summary>A network with its optimizer, that learns step by step. Given the same calls it comes to the same bits.</summary>
internal interface ITrainee
{
    /// <summary>What kind of controller comes out: <c>rnn</c> or <c>bert</c>.</summary>
    string Type { get; }

    /// <summary>What decides about the network and its input besides the plan, as JSON.</summary>
    string Configuration { get; }

    /// <summary>Number of weights that are trained.</summary>
    int TrainedWeights { get; }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The examples, at least one.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    StepFigures Step(IReadOnlyList<TrainingExample> batch, double learningRate);

    /// <summary>The probabilities of the agents for each example, without dropout.</summary>
    IReadOnlyList<double[]> Predict(IReadOnlyList<TrainingExample> examples);

    /// <summary>The weights that are trained, as copies.</summary>
    ModelWeights SaveWeights();

    /// <summary>Takes weights that <see cref="SaveWeights"/> gave; the optimizer's state stays as it is.</summary>
    /// <exception cref="ModelFormatException">They are of another network.</exception>
    void LoadWeights(ModelWeights weights);

    /// <summary>Everything that later steps depend on: the weights that are trained, the optimizer's state, and that of the random numbers. The arrays are copies.</summary>
    NetworkState SaveState();

    /// <summary>Goes back to what <see cref="SaveState"/> gave.</summary>
    /// <exception cref="ModelFormatException">It is of another network.</exception>
    void LoadState(NetworkState state);

    /// <summary>The model as it is served: LoRA is merged into the weights that it adapts.</summary>
    ModelBundle Bundle();
}
