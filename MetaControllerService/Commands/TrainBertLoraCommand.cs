using System.CommandLine;
using MctsAspire.MetaControllerService.Training.Networks;
using MctsAspire.Neural.Kernels;
using MctsAspire.Neural.Networks;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>train-bert-lora</c>: trains the BERT classifier.</summary>
internal static class TrainBertLoraCommand
{
    private const int BatchSize = 16;
    private const int Epochs = 10;
    private const int WarmupSteps = 100;
    private const int NumSamples = 1500;

    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var standard = new LoraConfig();
        var flags = new TrainingFlags(BatchSize, Epochs, WarmupSteps, NumSamples);
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
                var request = flags.Read(line, context.Settings.Seed);
                using var team = new WorkerTeam(Environment.ProcessorCount);
                var folder = line.GetValue(modelName);
                await context.Session().RunAsync(
                    request, split => BertStart.Create(folder, lora, split, request.Plan.Seed, context.MostModelBytes, team), ConsoleProgress.For(context), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }
}
