using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>The games of two players.</summary>
internal static class GameEntries
{
    private const int BoardBits = 64;

    /// <summary>Tic-Tac-Toe.</summary>
    public static DomainEntry TicTacToe { get; } = DomainEntry.Native<TicTacToeInput>(
        "tic_tac_toe",
        "Tic-Tac-Toe from the empty board or after some moves. A win of the player to move is worth 1, a draw 0.5, a loss 0.",
        """{"moves":[5,1]}""",
        Build) with { Players = 2 };

    /// <summary>Connect Four.</summary>
    public static DomainEntry ConnectFour { get; } = DomainEntry.Native<ConnectFourInput>(
        "connect_four",
        "Connect Four on a board with width·(height+1) of at most 64, from the empty board or after some moves. A win of the player to move is worth 1, "
            + "a draw 0.5, a loss 0.",
        """{"width":7,"height":6,"moves":[4,4,3]}""",
        Build) with { Players = 2 };

    private static Problem<TicTacToe, TicTacToe.Position> Build(TicTacToeInput input, ReadingContext context)
    {
        var game = default(TicTacToe);
        var position = game.Start;
        for (var i = 0; i < input.Moves.Count; i++)
        {
            RequireOpen(game.IsTerminal(position), i);
            var cell = input.Moves[i];
            if (cell is < 1 or > Domains.TicTacToe.CellCount)
                throw new ValidationException($"moves[{i}]", $"must be a cell from 1 to {Domains.TicTacToe.CellCount}, row by row, and is {cell}");
            var action = Domains.TicTacToe.ActionAt(position, cell - 1);
            if (action < 0)
                throw new ValidationException($"moves[{i}]", $"is cell {cell}, which is taken");
            game.Apply(ref position, action);
        }

        RequireOpen(game.IsTerminal(position), input.Moves.Count);
        return new(game with { Start = position });
    }

    private static Problem<ConnectFour, ConnectFour.Position> Build(ConnectFourInput input, ReadingContext context)
    {
        if (input.Width * (input.Height + 1) > BoardBits)
            throw new ValidationException("height", $"must be small enough that width·(height+1) is at most {BoardBits}, and {input.Width}·({input.Height}+1) is {input.Width * (input.Height + 1)}");

        var game = new ConnectFour(input.Width, input.Height);
        var position = game.Start;
        for (var i = 0; i < input.Moves.Count; i++)
        {
            RequireOpen(game.IsTerminal(position), i);
            var column = input.Moves[i];
            if (column < 1 || column > input.Width)
                throw new ValidationException($"moves[{i}]", $"must be a column from 1 to {input.Width}, and is {column}");
            var action = game.ActionAt(position, column - 1);
            if (action < 0)
                throw new ValidationException($"moves[{i}]", $"is column {column}, which is full");
            game.Apply(ref position, action);
        }

        RequireOpen(game.IsTerminal(position), input.Moves.Count);
        return new(game with { Start = position });
    }

    private static void RequireOpen(bool isOver, int moves)
    {
        if (isOver)
            throw new ValidationException("moves", $"must leave something to decide: the game is over after the first {moves}");
    }
}
