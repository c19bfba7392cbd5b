namespace MctsAspire.Neural.Tests;

/// <summary>A name for a file that is deleted when the test is over.</summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>Where the file may be written.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
