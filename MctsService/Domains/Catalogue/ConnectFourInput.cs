using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A position of Connect Four.</summary>
internal sealed record ConnectFourInput
{
    /// <summary>Columns.</summary>
    [Description("Columns; width·(height+1) is at most 64.")]
    [Range(1, 32)]
    public int Width { get; init; } = 7;

    /// <summary>Rows.</summary>
    [Description("Rows; width·(height+1) is at most 64.")]
    [Range(1, 63)]
    public int Height { get; init; } = 6;

    /// <summary>The columns played so far.</summary>
    [Description("The columns played so far, from 1 at the left; the players take turns.")]
    [Length(0, 64)]
    public IReadOnlyList<int> Moves { get; init; } = [];
}
