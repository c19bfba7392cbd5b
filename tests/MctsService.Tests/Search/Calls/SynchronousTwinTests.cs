using System.Text;
using MctsAspire.MctsService.Domains;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;
using MctsAspire.MctsService.Tests.Domains;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>With batches of one leaf both drivers build the same tree, bit for bit.</summary>
public class SynchronousTwinTests
{
    [Theory]
    [InlineData("Ucb1")]
    [InlineData("Ucb1Tuned")]
    public Task OfAGameOfTwo(string selection) => CompareAsync<ConnectFour, ConnectFour.Position>(new ConnectFour(4, 3), selection);

    [Theory]
    [InlineData("Ucb1")]
    [InlineData("Ucb1Tuned")]
    public Task OfAGameOfThree(string selection) => CompareAsync<AuctionDomain, AuctionDomain.Table>(default, selection);

    [Theory]
    [InlineData("Ucb1")]
    [InlineData("Ucb1Tuned")]
    public Task OfAPuzzle(string selection) =>
        CompareAsync<Knapsack, Knapsack.Packing>(new Knapsack([new("a", 3, 4), new("b", 5, 7), new("c", 2, 2), new("d", 4, 9)], 8), selection);

    private static async Task CompareAsync<TDomain, TState>(TDomain domain, string selection)
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        var options = new SearchOptions
        {
            Iterations = 2_000,
            Selection = Enum.Parse<Selection>(selection),
            Rollout = RolloutPolicy.Evaluator,
            Solver = false,
        };
        using var shard = new Problem<TDomain, TState>(domain).CreateShard(options, 0, 1);
        shard.Run(options.Iterations);

        var found = await Found.RunAsync(new Twin<TDomain, TState>(domain), options);

        found.Root.TreeHash.ShouldBe(shard.Report().TreeHash);
        found.Root.Actions.ShouldBe(shard.Report().Actions);
    }

    // A native domain behind calls. The weights fall with the index, so that actions are tried in the order of their indices.
    private sealed class Twin<TDomain, TState>(TDomain domain) : ICallDomain<TState, int, int>
        where TDomain : struct, IDomain<TState>
        where TState : unmanaged
    {
        public int Players => domain.Players;

        public ValueRange Range => domain.Range;

        public ValueTask<Position<TState>> StartAsync(CancellationToken cancellationToken) => new(At(domain.Start));

        public ValueTask<IReadOnlyList<Position<TState>>> StepAsync(IReadOnlyList<CallMove<TState, int>> moves, CancellationToken cancellationToken) =>
            new([.. moves.Select(Step)]);

        public ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<int>>>> ExpandAsync(IReadOnlyList<TState> states, CancellationToken cancellationToken) =>
            new([.. states.Select(state => Enumerable.Range(0, domain.CountActions(state))
                .Select(action => new CallChoice<int>(action, domain.DescribeAction(state, action), 1.0 / (1 + action))).ToArray())]);

        public ValueTask<IReadOnlyList<Evaluation<int>>> EvaluateAsync(IReadOnlyList<TState> states, CancellationToken cancellationToken) =>
            new([.. states.Select(Evaluate)]);

        public StateKey GetKey(TState state) => StateKey.Of(Encoding.UTF8.GetBytes(domain.Describe(state)));

        private Position<TState> Step(CallMove<TState, int> move)
        {
            var state = move.State;
            domain.Apply(ref state, move.Action);
            return At(state);
        }

        private Position<TState> At(TState state)
        {
            if (!domain.IsTerminal(state))
                return new(state, domain.Mover(state));
            var returns = new double[domain.Players];
            domain.Score(state, returns);
            return new(state, IsEnd: true, Returns: returns);
        }

        private Evaluation<int> Evaluate(TState state)
        {
            var returns = new double[domain.Players];
            domain.Estimate(state, returns);
            return new(returns, 0, Deterministic: true);
        }
    }
}
