using System.CommandLine;
using System.Text.Json;
using MctsAspire.MetaControllerService.Collection.Runs;
using MctsAspire.MetaControllerService.Controllers;
using MctsAspire.MetaControllerService.Evaluation;
using MctsAspire.MetaControllerService.Evaluation.Estimators;
using MctsAspire.MetaControllerService.Evaluation.Live;
using MctsAspire.MetaControllerService.Evaluation.Policies;
using MctsAspire.MetaControllerService.Evaluation.Reports;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.ServiceDefaults.Clients;
using MctsAspire.ServiceDefaults.Errors;
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
        var url = Flags.Text("--url", "address", $"The running app, as {GatewayConnection.UsualAddress}: its POST /agents/auto is asked about the held-out tasks, and measured beside the others. {GatewayConnection.Key} says who asks; the documents of the tasks are stored there");
        var perWorld = Flags.Whole("--tasks_per_world", 1, 1_000, 10, "Tasks about the same documents, as the log was collected with; for --url");
        var concurrency = Flags.Whole("--concurrency", 1, 64, 2, "Tasks that the running app is asked at once");
        var timeout = Flags.Whole("--timeout", 1, 3_600, 660, "Seconds that an answer of the running app is waited for");
        var price = Flags.Real("--price", new(0, 1), UsualPrice, "Price of a call, in units of score");
        var seed = Flags.Whole("--seed", 0, int.MaxValue, 7, "Seed of the resamples");
        var output = Flags.Text("--output_dir", "folder", "Also write evaluation.json and evaluation.md to this folder");
        var command = new Command("evaluate", "Compare a router, and the running app, with fixed agents, the rules, the graph and the oracle on held-out tasks, and by off-policy estimates from the log")
        {
            data, model, served, url, perWorld, concurrency, timeout, price, seed, output,
        };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Output,
            line.InvocationConfiguration.Error,
            async (context, stopping) =>
            {
                var records = await ReadAsync(line.GetValue(data), "--data_path", stopping);
                var router = line.GetValue(model) is { } path ? await LoadAsync(context, path, stopping) : null;
                var others = line.GetValue(served) is { } file ? await ReadAsync(file, "--served", stopping) : null;
                var live = line.GetValue(url) is { } address
                    ? await AskAsync(context, address, records, line.GetValue(perWorld), line.GetValue(concurrency), TimeSpan.FromSeconds(line.GetValue(timeout)), stopping)
                    : null;
                double[] prices = [line.GetValue(price), .. OtherPrices.Where(other => other != line.GetValue(price))];
                var report = await new Evaluator(new Bootstrap(line.GetValue(seed))).RunAsync(records, router, others, live, prices, line.GetValue(seed), stopping);

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

    private static Task<IReadOnlyList<TaskRecord>> ReadAsync(string? path, string option, CancellationToken cancellationToken)
    {
        path ??= Path.Combine("samples", "router", "collected.jsonl");
        return File.Exists(path)
            ? CollectionLog.ReadAsync(path, cancellationToken)
            : throw new ValidationException(option, $"must name what `collect` logged, and {path} is not there; the sample stands in the repository's root");
    }

    private static async Task<IReadOnlyList<RoutedOutcome>> AskAsync(
        CommandContext context, string address, IReadOnlyList<TaskRecord> records, int tasksPerWorld, int concurrency, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var http = GatewayConnection.Open(context.Services.GetRequiredService<IConfiguration>(), address, "--url", timeout);
        return await new LiveRuns(new GatewayClient(http, new LimitWait(GatewayClient.Waits, context.Time, context.Output.WriteLine)), context.Time, concurrency).RunAsync(records, tasksPerWorld, context.Output.WriteLine, cancellationToken);
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
