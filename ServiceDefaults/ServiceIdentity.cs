using System.Reflection;

namespace MctsAspire.ServiceDefaults;

/// <summary>Which service this process is.</summary>
/// <param name="Name">The resource's name, as <c>llm-gateway</c> or <c>mcts-2</c>.</param>
/// <param name="Version">The version of the code.</param>
/// <param name="StartedAt">When the process began to serve.</param>
public sealed record ServiceIdentity(string Name, string Version, DateTimeOffset StartedAt)
{
    /// <summary>The version of the code that this process runs, without the hash of its commit.</summary>
    internal static string CodeVersion { get; } =
        typeof(ServiceIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
