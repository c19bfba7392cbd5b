using System.CommandLine;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>train-rnn</c>: trains the GRU.</summary>
internal static class TrainRnnCommand
{
    private const double LearningRate = 1e-3;
    private const int BatchSize = 32;
    private const int Epochs = 10;
    private const int NumSamples = 10_000;

    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var standard = new GruConfig();
        var flags = new TrainingFlags("0.001", BatchSize, mostBatch: 4096, Epochs, warmupSteps: 0, NumSamples);
        var hiddenDim = Flags.Whole("--hidden_dim", 1, 4096, standard.HiddenSize, "Size of the hidden state");
        var numLayers = Flags.Whole("--num_layers", 1, 16, standard.Layers, "Layers of the GRU");
        var dropout = Flags.Real("--dropout", RealRange.Share, standard.Dropout, "Share of values left out in training");
        var command = new Command("train-rnn", "Train the GRU that reads the states of a run") { hiddenDim, numLayers, dropout };
        flags.AddTo(command);
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var config = standard with { HiddenSize = line.GetValue(hiddenDim), Layers = line.GetValue(numLayers), Dropout = line.GetValue(dropout) };
                var request = flags.Read(line, LearningRate, context.Settings.Seed);
                using var team = new WorkerTeam(Environment.ProcessorCount);
                await context.Session().RunAsync(request, split => GruStart.Create(config, split, request.Plan, context.MostModelBytes, context.Memory, team), ConsoleProgress.For(context), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }
}
