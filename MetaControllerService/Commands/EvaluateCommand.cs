using System.CommandLine;
using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Evaluation;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.MetaControllerService.Evaluation.Reports;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MetaControllerService.Commands;

/// <summary><c>evaluate</c>: compares a router with what one could do without it.</summary>
internal static class EvaluateCommand
{
    /// <summary>The price of a call, in units of score, unless another one is given: a hundred calls are worth a tenth of an answer.</summary>
    public const double UsualPrice = 0.001;

    // Beside the price that is asked for.
    private static readonly double[] OtherPrices = [0, 0.0005, 0.001, 0.002, 0.005];

    /// <summary>The command.</summary>
    public static Command Create(CommandHost host)
    {
        var data = Flags.Text("--data_path", "file", "What collect logged [default: samples/router/collected.jsonl]");
        var model = Flags.Text("--model", "path", "The router: a bundle (.safetensors), the folder of a Hugging Face checkpoint, or rnn or bert for the newest one in the store [default: a linear router, fitted on the spot]");
        var served = Flags.Text("--served", "file", "What collect logged of the same tasks while a learned router was served: adds the graph under that router");
        var price = Flags.Real("--price", new(0, 1), UsualPrice, "Price of a call, in units of score");
        var seed = Flags.Whole("--seed", 0, int.MaxValue, 7, "Seed of the resamples");
        var output = Flags.Text("--output_dir", "folder", "Also write evaluation.json and evaluation.md to this folder");
        var command = new Command("evaluate", "Compare a router with fixed agents, the graph and the oracle on held-out tasks, and by off-policy estimates from the log")
        {
            data, model, served, price, seed, output,
        };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var records = await CollectionLog.ReadAsync(line.GetValue(data) ?? Path.Combine("samples", "router", "collected.jsonl"), stopping);
                var router = line.GetValue(model) is { } path ? await LoadAsync(context, path, stopping) : null;
                var others = line.GetValue(served) is { } file ? await CollectionLog.ReadAsync(file, stopping) : null;
                double[] prices = [line.GetValue(price), .. OtherPrices.Where(other => other != line.GetValue(price))];
                var report = await new Evaluator(new Bootstrap(line.GetValue(seed))).RunAsync(records, router, others, prices, line.GetValue(seed), stopping);

                var text = MarkdownReport.Write(report);
                await context.Output.WriteAsync(text);
                if (line.GetValue(output) is { } folder)
                {
                    Directory.CreateDirectory(folder);
                    await File.WriteAllTextAsync(Path.Combine(folder, "evaluation.md"), text, stopping);
                    await File.WriteAllTextAsync(Path.Combine(folder, "evaluation.json"), JsonSerializer.Serialize(report, StrictJson.Options) + "\n", stopping);
                }

                return 0;
            },
            cancellationToken));
        return command;
    }

    private static async Task<ModelPolicy> LoadAsync(CommandContext context, string path, CancellationToken cancellationToken)
    {
        IModelSource source = path is ControllerTypes.Rnn or ControllerTypes.Bert
            ? new ModelArtifacts(context.Artifacts, path, context.MostModelBytes)
            : new ModelPath(path, context.MostModelBytes);
        var mark = await source.FindAsync(cancellationToken) ?? throw new Neural.Weights.ModelFormatException($"{source.Place} is not there.");
        var (bundle, _) = await source.LoadAsync(mark, cancellationToken);
        return new($"{bundle.Type} {bundle.Version}", ModelControllers.Create(bundle));
    }
}
