using System.CommandLine;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary>The commands of <c>dotnet run --project MetaControllerService -- command</c>.</summary>
internal static class CommandLine
{
    // A checkpoint is written before the process ends.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMinutes(2);

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code: 0; 1 for a problem; 2 for a command line that can't be understood; 130 when it was stopped.</returns>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, new CommandHost(), Console.Out, Console.Error);

    /// <summary>Runs a command of a test.</summary>
    public static Task<int> RunAsync(string[] args, CommandHost host, TextWriter output, TextWriter error) => CommandRunner.RunAsync(
        new RootCommand("The meta-controller: predicts which agent should work next. Without a command the service runs.")
        {
            TrainRnnCommand.Create(host),
            TrainBertLoraCommand.Create(host),
            ImportCommand.Create(host),
            ExportOnnxCommand.Create(host),
            DiagramCommand.Create(host),
            CollectCommand.Create(host),
            EvaluateCommand.Create(host),
        },
        args,
        output,
        error,
        TimeToStop);
}
