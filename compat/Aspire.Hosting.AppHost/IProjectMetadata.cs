using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a project is. The build writes a class <c>Projects.Name</c> for each project that the AppHost references.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    /// <summary>The full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Whether the project is built already.</summary>
    bool SuppressBuild => false;
}
