using MctsAspire.Neural.Weights;
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
        var artifact = await artifacts.FindAsync(Owner, mark, cancellationToken) ?? throw new ModelFormatException($"The artifact {mark} is gone.");
        return artifact.Content.Length <= mostBytes
            ? (BundleFile.Read(artifact.Content), mark)
            : throw new ModelFormatException($"The artifact {mark} has {artifact.Content.Length} bytes; at most {mostBytes} are read (MetaController:ModelMegabytes).");
    }

    /// <summary>Stores a model, which the services of its type serve from then on.</summary>
    /// <exception cref="Storage.StorageException">The store can't be used.</exception>
    public static async Task<ArtifactInfo> PutAsync(IArtifactStore artifacts, ModelBundle bundle, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        BundleFile.Write(file, bundle);
        return await artifacts.PutAsync(Owner, bundle.Type, file.GetBuffer().AsMemory(0, (int)file.Length), cancellationToken);
    }
}
