namespace Aspire.Hosting;

/// <summary>Where the build puts a project's program. The real package finds it by running the .NET SDK.</summary>
public interface IProjectOutput
{
    /// <summary>The full path of the program's assembly.</summary>
    string TargetPath { get; }
}
