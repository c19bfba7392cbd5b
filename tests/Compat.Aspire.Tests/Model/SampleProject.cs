using Aspire.Hosting;

namespace MctsAspire.Compat.Aspire.Tests.Model;

/// <summary>A project whose program is this assembly; it is never started.</summary>
public sealed class SampleProject : IProjectMetadata, IProjectOutput
{
    public string ProjectPath => Path.Combine(AppContext.BaseDirectory, "Sample.csproj");

    public string TargetPath => typeof(SampleProject).Assembly.Location;
}
