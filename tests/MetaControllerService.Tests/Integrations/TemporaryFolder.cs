namespace MctsAspire.MetaControllerService.Tests.Integrations;

/// <summary>A folder that is deleted with all that is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mcts-integrations-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
