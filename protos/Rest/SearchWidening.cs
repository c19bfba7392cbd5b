using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>A node with v visits may have k·v^alpha children.</summary>
public sealed record SearchWidening
{
    /// <summary>The factor, above 0 and at most 100.</summary>
    [Range(0.0, 100.0, MinimumIsExclusive = true)]
    public required double K { get; init; }

    /// <summary>The exponent.</summary>
    [Range(0.0, 1.0)]
    public required double Alpha { get; init; }
}
