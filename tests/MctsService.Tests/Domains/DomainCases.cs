using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Domains.Models;

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
        Markov("grid_world", GridWorld.Build(GridWorld.Lake, slip: 2.0 / 3, discount: 0.99, horizon: null)),
        Markov("grid_world with a horizon", GridWorld.Build(["S..", ".#.", "..G"], slip: 0.2, discount: 1, horizon: 12)),
        Markov("sailing", Sailing.Build(size: 4, discount: 0.99, horizon: 30)),
        Markov("decision_model", DecisionModelTests.ReadLaunch()),
        Markov("decision_model, compact", DecisionModelTests.ReadStock()),
        Markov("bandit", Bandit.Build([0.4, 0.5, 0.6, 0.7])),
        new DomainCase<AuctionDomain, AuctionDomain.Table>("three players", default),
        new DomainCase<Game24, Game24.Hand>("game24", new Game24(4, 6, 11, 13)),
        new DomainCase<Knapsack, Knapsack.Packing>("knapsack", new Knapsack([new("a", 3, 4), new("b", 5, 7), new("c", 2, 2), new("d", 4, 9)], 8)),
        new DomainCase<Tsp, Tsp.Route>("tsp", new Tsp(["Aachen", "Bonn", "Celle", "Dresden", "Essen", "Fulda"], PuzzleTests.RandomCities(6, seed: 1))),
    ];

    public static DomainCase TicTacToe { get; } = new DomainCase<TicTacToe, TicTacToe.Position>("tic_tac_toe", default);

    internal static DomainCase Markov(string name, MarkovModel model) =>
        new DomainCase<MarkovDomain, MarkovDomain.Situation>(name, new MarkovDomain(model));

    public static DomainCase ConnectFour(int width, int height) =>
        new DomainCase<ConnectFour, ConnectFour.Position>($"connect_four {width}x{height}", new ConnectFour(width, height));
}
