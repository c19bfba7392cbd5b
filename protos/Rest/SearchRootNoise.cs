using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>Dirichlet noise on the priors of the root's actions.</summary>
public sealed record SearchRootNoise
{
    /// <summary>The parameter of the distribution, above 0 and at most 10.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public required double Alpha { get; init; }

    /// <summary>The share of the noise in the priors.</summary>
    [Range(0.0, 1.0)]
    public required double Fraction { get; init; }
}
