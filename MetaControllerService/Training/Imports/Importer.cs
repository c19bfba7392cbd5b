using System.Globalization;
using System.Text;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Pinecone;
using MctsAspire.MetaControllerService.Models;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Weights;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Training.Imports;

/// <summary>Puts models and logged decisions into the store, after a check that they can be used.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="mostModelBytes">The largest model that is read, in bytes.</param>
/// <param name="price">What a call costs, in units of score, where decisions tell of calls.</param>
/// <param name="output">Where results are printed.</param>
internal sealed class Importer(IArtifactStore artifacts, int mostModelBytes, double price, TextWriter output)
{
    private const string Decisions = ".jsonl";
    private const string Config = "config.json";

    /// <summary>Imports what is there.</summary>
    /// <param name="path">A bundle, a checkpoint's folder, or decisions: a file or a folder of files.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <exception cref="TrainingException">It is none of these, or decisions that can't be read.</exception>
    /// <exception cref="ModelFormatException">The model can't be used; what was served goes on.</exception>
    public Task RunAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return File.Exists(Path.Combine(path, Config))
                ? ImportModelAsync(CheckpointFolder.Read(path, mostModelBytes), cancellationToken)
                : ImportDecisionsAsync(path, cancellationToken);
        }

        if (!File.Exists(path))
            throw new TrainingException($"There is no file or folder {path}.");
        return Path.GetExtension(path).Equals(Decisions, StringComparison.OrdinalIgnoreCase)
            ? ImportDecisionsAsync(path, cancellationToken)
            : ImportModelAsync(BundleFile.Read(path, mostModelBytes), cancellationToken);
    }

    /// <summary>Imports the decisions that Pinecone holds.</summary>
    /// <param name="log">The index; null: it isn't set up.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <exception cref="TrainingException">It isn't set up, can't be read, or holds no decision that can be learned from.</exception>
    public async Task ImportPineconeAsync(PineconeDecisionLog? log, CancellationToken cancellationToken)
    {
        if (log is null)
            throw new TrainingException("Pinecone is not set up: PINECONE_API_KEY and PINECONE_HOST must be set.");
        try
        {
            var decisions = await SentDecisions.ReadAsync(log, cancellationToken);
            var examples = LoggedExamples.Of(decisions);
            if (examples.Count == 0)
                throw new TrainingException("Pinecone holds no decision that can be learned from.");
            await KeepAsync(examples, cancellationToken);
        }
        catch (DeliveryException failure)
        {
            throw new TrainingException($"Pinecone can't be read: {failure.Message}", failure);
        }
    }

    private async Task ImportModelAsync(ModelBundle bundle, CancellationToken cancellationToken)
    {
        var kept = await ModelArtifacts.PutAsync(artifacts, bundle, mostModelBytes, cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bundle.Type} model {bundle.Version} with {bundle.Parameters:N0} weights: artifact {kept.Id}"));
    }

    private async Task ImportDecisionsAsync(string path, CancellationToken cancellationToken)
    {
        var examples = await DecisionFiles.ReadAsync(path, price, cancellationToken);
        await KeepAsync(examples, cancellationToken);
    }

    private async Task KeepAsync(IReadOnlyList<TrainingExample> examples, CancellationToken cancellationToken)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(examples.Select(example => ExampleLine.Write(example) + "\n")));
        var kept = await artifacts.PutAsync(TrainingData.Owner, "decisions", lines, cancellationToken);
        await output.WriteLineAsync($"{examples.Count} decisions: artifact {kept.Id}\ntrain on them with --data_path {kept.Id}");
    }
}
