using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A position of Tic-Tac-Toe.</summary>
internal sealed record TicTacToeInput
{
    /// <summary>The cells played so far.</summary>
    [Description("The cells played so far, from 1 to 9, row by row; the players take turns.")]
    [Length(0, 9)]
    public IReadOnlyList<int> Moves { get; init; } = [];
}
