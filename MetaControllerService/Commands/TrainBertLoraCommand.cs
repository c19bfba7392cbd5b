using System.CommandLine;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>train-bert-lora</c>: trains the BERT classifier.</summary>
internal static class TrainBertLoraCommand
{
    private const double Adaptation = 1e-3;

    // All weights at the rate of an adaptation stay at chance for hundreds of steps.
    private const double FromNothing = 3e-4;
    private const int BatchSize = 16;
    private const int Epochs = 5;
    private const int WarmupSteps = 100;
    private const int NumSamples = 1500;

    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var standard = new LoraConfig();
        var flags = new TrainingFlags("0.001 for a checkpoint, 0.0003 from nothing", BatchSize, mostBatch: 256, Epochs, WarmupSteps, NumSamples);
        var modelName = Flags.Text("--model_name", "folder", "A Hugging Face BERT checkpoint (config.json, vocab.txt, model.safetensors), of which LoRA and classifier are trained [default: a small BERT, all of it trained from nothing]");
        var rank = Flags.Whole("--lora_r", 1, 1024, standard.Rank, "Rank of the adaptation");
        var alpha = Flags.Real("--lora_alpha", new(0, 100_000, WithLeast: false), standard.Alpha, "Scale of the adaptation, divided by the rank");
        var dropout = Flags.Real("--lora_dropout", RealRange.Share, standard.Dropout, "Share of the adaptation's inputs left out in training");
        var command = new Command("train-bert-lora", "Train the BERT classifier that reads the state in words") { modelName, rank, alpha, dropout };
        flags.AddTo(command);
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var lora = standard with { Rank = line.GetValue(rank), Alpha = line.GetValue(alpha), Dropout = line.GetValue(dropout) };
                using var team = new WorkerTeam(Environment.ProcessorCount);
                var folder = line.GetValue(modelName);
                var request = flags.Read(line, folder is null ? FromNothing : Adaptation, context.Settings.Seed);
                await context.Session().RunAsync(
                    request, split => BertStart.Create(folder, lora, split, request.Plan, context.MostModelBytes, context.Memory, team), ConsoleProgress.For(context), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }
}
