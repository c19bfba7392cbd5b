namespace MctsAspire.AppHost.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record AppOptions
{
    /// <summary>The port of the Gateway when none is asked for.</summary>
    public const int DefaultPort = 8000;

    /// <summary>What to do.</summary>
    public required Verb Verb { get; init; }

    /// <summary>The Gateway's port; null: a free one.</summary>
    public int? Port { get; init; } = DefaultPort;

    /// <summary>The number of search services, 1 to 16.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Whether a Redis server belongs to the application.</summary>
    public bool Redis { get; init; }

    /// <summary>The question of <c>ask</c>.</summary>
    public string Question { get; init; } = "";

    /// <summary>The folder that <c>ask</c> indexes; null: the samples.</summary>
    public string? Documents { get; init; }

    /// <summary>Whether <c>ask</c> prints the spans.</summary>
    public bool Trace { get; init; }

    /// <summary>Whether <c>ask</c> prints everything that the services print.</summary>
    public bool Verbose { get; init; }

    /// <summary>The folder that <c>publish</c> writes to.</summary>
    public string Output { get; init; } = "k8s";
}
