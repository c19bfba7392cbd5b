using System.ComponentModel;

namespace MctsAspire.Protos.Rest.OpenAi;

/// <summary>What a stream holds.</summary>
public sealed record ChatStreamOptions
{
    /// <summary>Whether a last chunk without choices tells the tokens used.</summary>
    [DefaultValue(false)]
    public bool? IncludeUsage { get; init; }

    /// <summary>Padding of chunks, which is never sent.</summary>
    public bool? IncludeObfuscation { get; init; }
}
