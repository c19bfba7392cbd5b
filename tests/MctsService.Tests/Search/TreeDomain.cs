using System.Text;
using MctsAspire.MctsService.Search;

namespace MctsAspire.MctsService.Tests.Search;

/// <summary>
/// A tree of words over the letters a, b, c ... of limited length. Values are fixed per word, or drawn anew at each evaluation.
/// </summary>
internal sealed class TreeDomain : ISearchDomain<string, char, string>
{
    public int Branching { get; init; } = 3;

    public int Length { get; init; } = 4;

    public bool Deterministic { get; init; } = true;

    /// <summary>The value of a word; by default one that looks random and is the same always.</summary>
    public Func<string, double> Value { get; init; } = word =>
        (SearchRandom.Derive(7, word.Aggregate(1UL, (hash, letter) => (hash * 131) + letter)) >> 11) / (double)(1L << 53);

    /// <summary>How promising a letter is; by default all alike.</summary>
    public Func<char, double> Prior { get; init; } = _ => 0.1;

    public List<string> Evaluated { get; } = [];

    public List<string> Expanded { get; } = [];

    public string Root => "";

    public string Next(string state, char action) => state + action;

    public bool IsTerminal(string state) => state.Length == Length;

    public StateKey GetKey(string state) => StateKey.Of(Encoding.UTF8.GetBytes(state));

    public ValueTask<IReadOnlyList<Choice<char>>> GetChoicesAsync(string state, CancellationToken cancellationToken)
    {
        Expanded.Add(state);
        return new([.. Enumerable.Range('a', Branching).Select(letter => new Choice<char>((char)letter, $"{(char)letter}", Prior((char)letter)))]);
    }

    public ValueTask<Evaluation<string>> EvaluateAsync(string state, SearchRandom random, CancellationToken cancellationToken)
    {
        Evaluated.Add(state);
        return new(new Evaluation<string>(Deterministic ? Value(state) : random.NextDouble(), $"ends {state}", Deterministic));
    }
}
