using System.Diagnostics;
using MctsAspire.Testing;

namespace MctsAspire.Integration.Tests;

/// <summary>The repository as a newcomer has it: the last commit, cloned into an empty folder and never built.</summary>
public sealed class CleanClone : IDisposable
{
    private readonly Lazy<string> _folder = new(Clone);

    /// <summary>The clone's folder, made when it is first asked for.</summary>
    public string Folder => _folder.Value;

    /// <summary>Whether an app has been started in it, which has built all of it.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>Removes the clone.</summary>
    public void Dispose()
    {
        if (_folder.IsValueCreated)
            Directory.Delete(_folder.Value, recursive: true);
    }

    private static string Clone()
    {
        var folder = Directory.CreateTempSubdirectory("mcts-clone-").FullName;
        using var git = Process.Start(new ProcessStartInfo("git", ["clone", "--quiet", "--depth", "1", "file://" + Repository.Root, folder]))!;
        git.WaitForExit();
        return git.ExitCode == 0 ? folder : throw new InvalidOperationException($"git clone ended with code {git.ExitCode}.");
    }
}
