using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

public sealed class ConnectFourTests
{
    [Theory]
    [InlineData("1 2 1 2 1 2 1", 1.0)] // upwards
    [InlineData("1 1 2 2 3 3 4", 1.0)] // across
    [InlineData("1 2 2 3 3 4 3 4 4 6 4", 1.0)] // rising
    [InlineData("4 3 3 2 2 1 2 1 1 6 1", 1.0)] // falling
    [InlineData("7 1 1 2 2 3 3 4", 0.0)]
    public void FourInARowWin(string columns, double first)
    {
        var game = new ConnectFour(7, 6);
        var state = Play(game, columns);
        game.IsTerminal(state).ShouldBeTrue();
        Returns(game, state).ShouldBe([first, 1 - first]);
    }

    [Theory]
    [InlineData("1 1 2 2 3 3")]
    [InlineData("1 1 1 1 1 1 2 2 2")] // the top of a column and the bottom of the next are no neighbours
    [InlineData("5 4 6 4 7 4 1 3 1 3")] // nor are the ends of two rows
    public void ThreeAreNotEnough(string columns)
    {
        var game = new ConnectFour(7, 6);
        game.IsTerminal(Play(game, columns)).ShouldBeFalse();
    }

    [Fact]
    public void AFullColumnCannotBePlayed()
    {
        var game = new ConnectFour(7, 6);
        var state = Play(game, "1 1 1 1 1 1");
        game.CountActions(state).ShouldBe(6);
        game.DescribeAction(state, 0).ShouldBe("column 2");
    }

    [Fact]
    public void AFullBoardWithoutFourIsADraw()
    {
        var game = new ConnectFour(3, 3);
        var random = new Xorshift(1, 1);
        var state = game.Start;
        game.PlayOut(ref state, ref random);
        Returns(game, state).ShouldBe([0.5, 0.5]);
    }

    [Fact]
    public void PlayoutsChooseColumnsEvenly()
    {
        // The first stone of a random game, told by a board whose game ends with it.
        var game = new ConnectFour(7, 1);
        var random = new Xorshift(5, 0);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            var state = Play(game, "1 3 5");
            game.PlayOut(ref state, ref random);
            for (var column = 0; column < 7; column++)
                counts[column] += ((state.Taken ^ state.Own) >> (2 * column) & 1) != 0 ? 1 : 0;
        }

        // Columns 2, 4, 6, 7 are filled by turns, so each belongs to the last mover in half of the games.
        foreach (var column in new[] { 1, 3, 5, 6 })
            counts[column].ShouldBeInRange(34_200, 35_800);
    }

    [Fact]
    public void ThePictureShowsWhoOwnsWhat() =>
        new ConnectFour(4, 2).Describe(Play(new ConnectFour(4, 2), "1 2 2")).ShouldBe(".X..\nXO..");

    private static ConnectFour.Position Play(ConnectFour game, string columns)
    {
        var state = game.Start;
        foreach (var column in columns.Split(' '))
        {
            game.IsTerminal(state).ShouldBeFalse();
            var action = Enumerable.Range(0, game.CountActions(state)).Single(i => game.DescribeAction(state, i) == $"column {column}");
            game.Apply(ref state, action);
        }

        return state;
    }

    private static double[] Returns(ConnectFour game, in ConnectFour.Position state)
    {
        var returns = new double[2];
        game.Score(state, returns);
        return returns;
    }
}
