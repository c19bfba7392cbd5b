using System.Globalization;
using System.Text;
using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

/// <summary>A bandit whose arms pay 1 with a probability and else 0. The root is worth nothing by itself.</summary>
internal sealed class BanditDomain(params double[] arms) : ISearchDomain<int, int, string>
{
    public int Root => -1;

    public int Next(int state, int action) => action;

    public bool IsTerminal(int state) => state >= 0;

    public StateKey GetKey(int state) => StateKey.Of(Encoding.UTF8.GetBytes(state.ToString(CultureInfo.InvariantCulture)));

    public ValueTask<IReadOnlyList<Choice<int>>> GetChoicesAsync(int state, CancellationToken cancellationToken) =>
        new([.. arms.Select((_, arm) => new Choice<int>(arm, $"arm {arm}", 1.0 / arms.Length))]);

    public ValueTask<Evaluation<string>> EvaluateAsync(int state, SearchRandom random, CancellationToken cancellationToken) =>
        new(new Evaluation<string>(state >= 0 && random.NextDouble() < arms[state] ? 1 : 0, $"at {state}", Deterministic: false));
}
