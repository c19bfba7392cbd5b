namespace MctsAspire.AppHost.Publishing;

/// <summary>What a container asks for and what it may use.</summary>
/// <param name="Cpu">Cores that it is sure of.</param>
/// <param name="Memory">Memory that it is sure of.</param>
/// <param name="CpuLimit">Cores at most.</param>
/// <param name="MemoryLimit">Memory at most; beyond it the container is ended.</param>
internal sealed record ContainerSize(string Cpu, string Memory, string CpuLimit, string MemoryLimit)
{
    /// <summary>What Redis keeps at most; the rest of its memory is for connections and for writing its file anew.</summary>
    public const string RedisMemory = "640mb";

    private static readonly ContainerSize Standard = new("250m", "256Mi", "2", "1Gi");

    // Searches are what the cores are for; the Orchestrator holds documents and runs; the others pass things on.
    private static readonly Dictionary<string, ContainerSize> ByImage = new(StringComparer.Ordinal)
    {
        ["gateway"] = new("100m", "128Mi", "1", "512Mi"),
        ["mcts-service"] = new("1", "512Mi", "4", "4Gi"),
        ["orchestrator"] = new("500m", "512Mi", "2", "2Gi"),
        ["redis"] = new("100m", "64Mi", "1", "1Gi"),
    };

    /// <summary>The size of a container by the last part of its image's name.</summary>
    public static ContainerSize Of(string image) => ByImage.GetValueOrDefault(image, Standard);
}
