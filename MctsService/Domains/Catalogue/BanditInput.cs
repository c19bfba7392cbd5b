using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The arms of a bandit.</summary>
internal sealed record BanditInput
{
    /// <summary>The probabilities with which the arms pay.</summary>
    [Description("The probability with which each arm pays 1.")]
    [Length(1, 1_000)]
    public required IReadOnlyList<double> Arms { get; init; }
}
