using System.CommandLine;
using MctsAspire.MetaControllerService.Integrations.Pinecone;
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
            Description = "A bundle (.safetensors), the folder of a Hugging Face BERT classifier for the agents, decisions as JSON Lines (.jsonl): a file, or a folder of a decision log; or the word pinecone",
        };
        var price = TrainingFlags.Price();
        var command = new Command("import", "Check a model and serve it from now on, or keep logged decisions as training data") { path, price };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var importer = new Importer(context.Artifacts, context.MostModelBytes, line.GetValue(price), context.Output);
                await (line.GetRequiredValue(path) is var from && from == "pinecone" && !Path.Exists(from)
                    ? importer.ImportPineconeAsync(context.Services.GetService<PineconeDecisionLog>(), stopping)
                    : importer.RunAsync(from, stopping));
                return 0;
            },
            cancellationToken));
        return command;
    }
}
