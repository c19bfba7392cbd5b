using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>How sure a result should be made after its search, by independent rollouts.</summary>
public sealed record SearchCertificateRequest
{
    /// <summary>How much better than the chosen action another may be, as a part of the distance between the domain's bounds.</summary>
    [Range(0.0001, 1.0), DefaultValue(0.02)]
    public double? Epsilon { get; init; }

    /// <summary>The probability that the statement is wrong.</summary>
    [Range(0.000001, 0.5), DefaultValue(0.05)]
    public double? Delta { get; init; }

    /// <summary>The most rollouts over all actions; they are no iterations.</summary>
    [Range(0, 1_000_000), DefaultValue(20_000)]
    public int? Rollouts { get; init; }
}
