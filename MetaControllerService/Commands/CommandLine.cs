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
        Root(host),
        args,
        output,
        error,
        TimeToStop);

    private static RootCommand Root(CommandHost host)
    {
        var root = CommandRunner.Root("The meta-controller: predicts which agent should work next.", "docs/meta-controller.md");
        root.Add(TrainRnnCommand.Create(host));
        root.Add(TrainBertLoraCommand.Create(host));
        root.Add(ImportCommand.Create(host));
        root.Add(ExportOnnxCommand.Create(host));
        root.Add(DiagramCommand.Create(host));
        root.Add(CollectCommand.Create(host));
        root.Add(EvaluateCommand.Create(host));
        return root;
    }
}
