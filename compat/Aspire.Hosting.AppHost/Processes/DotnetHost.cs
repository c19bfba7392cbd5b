using System.Runtime.InteropServices;

namespace Aspire.Hosting.Processes;

/// <summary>The program that runs .NET assemblies.</summary>
internal static class DotnetHost
{
    /// <summary>The <c>dotnet</c> that this process runs on.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent?.FullName;
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = root is null ? null : System.IO.Path.Combine(root, name);
        return File.Exists(beside) ? beside : SearchPath.Find("dotnet") ?? throw new DistributedApplicationException("The program dotnet is not on PATH; install the .NET 10 SDK.");
    }
}
