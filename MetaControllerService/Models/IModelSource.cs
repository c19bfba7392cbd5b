using MctsAspire.Neural.Weights;
using MctsAspire.Storage;

namespace MctsAspire.MetaControllerService.Models;

/// <summary>Where models come from.</summary>
internal interface IModelSource
{
    /// <summary>What people call the place when it holds nothing.</summary>
    string Place { get; }

    /// <summary>Marks the newest model: another mark, another model. Null: there is none.</summary>
    /// <exception cref="StorageException">The place can't be looked at.</exception>
    Task<string?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Reads the model of a mark and the name of where it is from.</summary>
    /// <exception cref="ModelFormatException">It is broken, of another architecture, or gone.</exception>
    /// <exception cref="StorageException">The place can't be read.</exception>
    Task<(ModelBundle Bundle, string Source)> LoadAsync(string mark, CancellationToken cancellationToken);
}
