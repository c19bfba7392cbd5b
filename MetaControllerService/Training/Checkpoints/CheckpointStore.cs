using MctsAspire.MetaControllerService.Training.Loop;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Training.Checkpoints;

/// <summary>The checkpoints of one run in the artifact store, as <c>meta-controller-checkpoints/&lt;run&gt;</c>. An older one goes when a newer one is there.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="run">The run's name.</param>
internal sealed class CheckpointStore(IArtifactStore artifacts, string run)
{
    /// <summary>Whose artifacts checkpoints are.</summary>
    public const string Owner = "meta-controller-checkpoints";

    private const int MostListed = 10_000;

    /// <summary>Keeps a state.</summary>
    public async Task SaveAsync(TrainingState state, CancellationToken cancellationToken)
    {
        var saved = await artifacts.PutAsync(Owner, run, CheckpointFile.Write(state, run), cancellationToken);
        foreach (var older in await ListAsync(cancellationToken))
        {
            if (older.Id != saved.Id)
                await artifacts.DeleteAsync(Owner, older.Id, cancellationToken);
        }
    }

    /// <summary>The state to go on from; null when there is none.</summary>
    /// <exception cref="Neural.Weights.ModelFormatException">The checkpoint is damaged.</exception>
    public async Task<TrainingState?> FindAsync(CancellationToken cancellationToken)
    {
        TrainingState? latest = null;
        foreach (var info in await ListAsync(cancellationToken))
        {
            // A run that was killed between keeping one and deleting the other has left both.
            if (await artifacts.FindAsync(Owner, info.Id, Array.MaxLength, cancellationToken) is { } artifact
                && CheckpointFile.Read(artifact.Content, run) is var state && state.Step >= (latest?.Step ?? 0))
            {
                latest = state;
            }
        }

        return latest;
    }

    /// <summary>Removes the checkpoints of a run that is over.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        foreach (var info in await ListAsync(cancellationToken))
            await artifacts.DeleteAsync(Owner, info.Id, cancellationToken);
    }

    private async Task<IEnumerable<ArtifactInfo>> ListAsync(CancellationToken cancellationToken) =>
        (await artifacts.ListAsync(Owner, MostListed, cancellationToken)).Where(info => info.Name == run);
}
