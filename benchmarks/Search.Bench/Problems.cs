using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.Search.Bench;

/// <summary>What is measured, and how: plain UCT from the start position, random rollouts to the end, solver and early stop off.</summary>
internal static class Problems
{
    public static IProblem Find(string name) => name switch
    {
        "connect_four" => new Problem<ConnectFour, ConnectFour.Position>(new ConnectFour(7, 6)),
        "tic_tac_toe" => new Problem<TicTacToe, TicTacToe.Position>(default),
        _ => throw new ArgumentException($"There is no domain {name} here; see the usage.", nameof(name)),
    };

    public static SearchOptions Options(int iterations, long seed, int shards = 1, int workers = 1) => new()
    {
        Iterations = iterations,
        Seed = seed,
        Shards = shards,
        Workers = workers,
        Solver = false,
    };
}
