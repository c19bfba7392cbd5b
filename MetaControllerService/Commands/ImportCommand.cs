using System.CommandLine;
using MctsAspire.MetaControllerService.Training.Imports;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>import</c>: puts a model or logged decisions into the store.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var path = new Argument<string>("path")
        {
            Description = "A bundle (.safetensors), the folder of a Hugging Face BERT classifier for the agents, or decisions as JSON Lines (.jsonl): a file, or a folder of a decision log",
        };
        var command = new Command("import", "Check a model and serve it from now on, or keep logged decisions as training data") { path };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                await new Importer(context.Artifacts, context.MostModelBytes, context.Output).RunAsync(line.GetRequiredValue(path), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }
}
