using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Training.Data;

/// <summary>Gets the examples that a command asked for: a file, imported decisions, or synthetic ones.</summary>
internal sealed class TrainingDataSource(IArtifactStore artifacts)
{
    /// <summary>The examples.</summary>
    /// <exception cref="TrainingException">They can't be read, or there are too few.</exception>
    public async Task<TrainingData> LoadAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        var data = await ReadAsync(request, cancellationToken);
        if (data.Examples.Count < DataSplit.FewestExamples)
            throw new TrainingException($"{data.Source}: there are {data.Examples.Count} decisions, and training, validation and test need at least {DataSplit.FewestExamples}.");
        return data.Examples.Any(example => example.Weight > 0)
            ? data
            : throw new TrainingException($"{data.Source}: no decision says that one agent is better than another.");
    }

    private async Task<TrainingData> ReadAsync(TrainingRequest request, CancellationToken cancellationToken)
    {
        if (request.DataPath is not { } path)
        {
            return new(
                SyntheticDecisions.Generate(request.NumSamples, request.Plan.Seed, request.Balanced),
                $"synthetic decisions{(request.Balanced ? ", as many of each agent" : "")}");
        }

        if (File.Exists(path) || Directory.Exists(path))
            return new(await DecisionFiles.ReadAsync(path, request.Price, cancellationToken), Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        if (await artifacts.FindAsync(TrainingData.Owner, path, (int)DecisionLines.MostBytes, cancellationToken) is not { } imported)
            throw new TrainingException($"--data_path: there is no file {path}, and no imported decisions of that id.");

        using var stream = new MemoryStream(imported.Content.ToArray());
        return new(await DecisionLines.ReadAsync(stream, cancellationToken), path);
    }
}
