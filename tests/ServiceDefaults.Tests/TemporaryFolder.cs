namespace MctsAspire.ServiceDefaults.Tests;

/// <summary>A folder of one test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mcts-aspire-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
