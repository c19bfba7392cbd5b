using MctsAspire.Neural.Weights;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>The models in the artifact store, named <c>meta-controller/rnn</c> and <c>meta-controller/bert</c>: the one that was stored last is served.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="type">Which of the two.</param>
/// <param name="mostBytes">The largest bundle that is read, in bytes.</param>
internal sealed class ModelArtifacts(IArtifactStore artifacts, string type, int mostBytes) : IModelSource
{
    /// <summary>The owner of the models.</summary>
    public const string Owner = "meta-controller";

    /// <inheritdoc/>
    public string Place => $"The artifact {Owner}/{type}";

    /// <inheritdoc/>
    public async Task<string?> FindAsync(CancellationToken cancellationToken) =>
        (await artifacts.FindNewestAsync(Owner, type, cancellationToken))?.Id;

    /// <inheritdoc/>
    public async Task<(ModelBundle Bundle, string Source)> LoadAsync(string mark, CancellationToken cancellationToken)
    {
        try
        {
            var artifact = await artifacts.FindAsync(Owner, mark, mostBytes, cancellationToken) ?? throw new ModelFormatException($"The artifact {mark} is gone.");
            return (BundleFile.Read(artifact.Content), mark);
        }
        catch (StorageException large) when (large.Problem == StorageProblem.TooLarge)
        {
            throw new ModelFormatException($"The artifact {mark} has more than {mostBytes >> 20} MiB, and no more are read (MetaController:ModelMegabytes).", large);
        }
    }

    /// <summary>Stores a model, which the services of its type serve from then on.</summary>
    /// <exception cref="ModelFormatException">The service would refuse it; nothing has been stored.</exception>
    /// <exception cref="StorageException">The store can't be used.</exception>
    public static Task<ArtifactInfo> PutAsync(IArtifactStore artifacts, ModelBundle bundle, int mostBytes, CancellationToken cancellationToken) =>
        artifacts.PutAsync(Owner, bundle.Type, ServableModel.Write(bundle, mostBytes), cancellationToken);
}
