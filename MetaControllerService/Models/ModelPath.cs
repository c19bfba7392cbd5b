using System.Globalization;
using MctsAspire.Neural.Weights;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>A model that the settings name: a bundle, or the folder of a Hugging Face checkpoint.</summary>
/// <param name="path">The file or the folder.</param>
/// <param name="mostBytes">The most bytes of tensors that are read.</param>
internal sealed class ModelPath(string path, int mostBytes) : IModelSource
{
    private readonly string _name = Path.GetFileName(path.TrimEnd(Path.DirectorySeparatorChar));

    // Its name alone: answers tell nobody how folders are laid out.
    /// <inheritdoc/>
    public string Place => $"The model {_name}";

    /// <inheritdoc/>
    public Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        var files = Directory.Exists(path) ? CheckpointFolder.Files(path) : [path];
        var present = files.Select(file => new FileInfo(file)).Where(file => file.Exists).ToList();
        var marks = present.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name}:{file.Length}:{file.LastWriteTimeUtc.Ticks}"));
        return Task.FromResult(present.Count == 0 ? null : string.Join('/', marks));
    }

    /// <inheritdoc/>
    public Task<(ModelBundle Bundle, string Source)> LoadAsync(string mark, CancellationToken cancellationToken) => Task.Run(Load, cancellationToken);

    private (ModelBundle Bundle, string Source) Load()
    {
        try
        {
            return (Directory.Exists(path) ? CheckpointFolder.Read(path, mostBytes) : BundleFile.Read(path, mostBytes), _name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException("It can't be read: check that it is there and that the service may read it.", failure);
        }
    }
}
