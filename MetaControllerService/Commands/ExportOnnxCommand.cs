using System.CommandLine;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Onnx;
using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>export-onnx</c>: writes a model for other runtimes.</summary>
internal static class ExportOnnxCommand
{
    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var output = new Argument<string>("output") { Description = "The file to write, such as router.onnx" };
        var type = new Option<string>("--type") { Description = "Kind of model to take from the store", DefaultValueFactory = _ => ControllerTypes.Rnn };
        type.AllowOnly(ControllerTypes.Rnn, ControllerTypes.Bert);
        var model = Flags.Text("--model", "path", "A bundle (.safetensors) or the folder of a Hugging Face checkpoint [default: the newest model in the store]");
        var command = new Command("export-onnx", "Write a router as an ONNX model, which any runtime of that format can serve") { output, type, model };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                IModelSource source = line.GetValue(model) is { } path
                    ? new ModelPath(path, context.MostModelBytes)
                    : new ModelArtifacts(context.Artifacts, line.GetRequiredValue(type), context.MostModelBytes);
                await new OnnxExporter(source, context.Output).RunAsync(line.GetRequiredValue(output), stopping);
                return 0;
            },
            cancellationToken));
        return command;
    }
}
