using Aspire.Hosting;

namespace MctsAspire.Compat.Aspire.Tests.Model;

/// <summary>A project that was never built.</summary>
public sealed class UnbuiltProject : IProjectMetadata, IProjectOutput
{
    public string ProjectPath => Path.Combine(AppContext.BaseDirectory, "Unbuilt.csproj");

    public string TargetPath => Path.Combine(AppContext.BaseDirectory, "Unbuilt.dll");
}
