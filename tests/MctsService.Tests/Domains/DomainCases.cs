using MctsAspire.MctsService.Domains;

namespace MctsAspire.MctsService.Tests.Domains;

/// <summary>Every native domain, some in several sizes.</summary>
public static class DomainCases
{
    public static TheoryData<DomainCase> All =>
    [
        TicTacToe,
        ConnectFour(7, 6),
        ConnectFour(4, 4),
        ConnectFour(5, 3),
        ConnectFour(9, 6),
    ];

    public static DomainCase TicTacToe { get; } = new DomainCase<TicTacToe, TicTacToe.Position>("tic_tac_toe", default);

    public static DomainCase ConnectFour(int width, int height) =>
        new DomainCase<ConnectFour, ConnectFour.Position>($"connect_four {width}x{height}", new ConnectFour(width, height));
}
