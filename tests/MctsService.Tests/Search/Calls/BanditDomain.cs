using System.Globalization;
using System.Text;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>A bandit whose arms pay 1 with a probability and else 0. The root is worth nothing by itself.</summary>
internal sealed class BanditDomain(long seed, params double[] arms) : ICallDomain<int, int, string>
{
    private int _pulls;

    public int Players => 1;

    public ValueRange Range => ValueRange.Unit;

    public ValueTask<Position<int>> StartAsync(CancellationToken cancellationToken) => new(new Position<int>(-1));

    public ValueTask<IReadOnlyList<Position<int>>> StepAsync(IReadOnlyList<CallMove<int, int>> moves, CancellationToken cancellationToken) =>
        new([.. moves.Select(move => new Position<int>(move.Action, IsEnd: true))]);

    public ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<int>>>> ExpandAsync(IReadOnlyList<int> states, CancellationToken cancellationToken) =>
        new([.. states.Select(_ => arms.Select((_, arm) => new CallChoice<int>(arm, $"arm {arm}", 1.0 / arms.Length)).ToArray())]);

    public ValueTask<IReadOnlyList<Evaluation<string>>> EvaluateAsync(IReadOnlyList<int> states, CancellationToken cancellationToken) =>
        new([.. states.Select(state => new Evaluation<string>([Pull(state)], $"at {state}", Deterministic: false))]);

    public StateKey GetKey(int state) => StateKey.Of(Encoding.UTF8.GetBytes(state.ToString(CultureInfo.InvariantCulture)));

    private double Pull(int arm) => TreeDomain.Random(seed, _pulls++) < (arm < 0 ? 0 : arms[arm]) ? 1 : 0;
}
