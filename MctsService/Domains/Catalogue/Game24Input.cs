using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A hand of the game of 24.</summary>
internal sealed record Game24Input
{
    /// <summary>The four numbers.</summary>
    [Description("Four numbers from 1 to 13.")]
    [Length(4, 4)]
    public required IReadOnlyList<int> Numbers { get; init; }
}
