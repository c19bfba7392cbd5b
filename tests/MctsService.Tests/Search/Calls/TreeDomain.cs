using System.Text;
using MctsAspire.MctsService.Search.Calls;
using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Search.Calls;

/// <summary>
/// A tree of words over the letters a, b, c ... of limited length. Values are fixed per word, or drawn anew at each evaluation. The calls
/// of a batch are answered in whatever order <see cref="Order"/> says.
/// </summary>
internal sealed class TreeDomain : ICallDomain<string, char, string>
{
    private int _samples;

    public int Branching { get; init; } = 3;

    public int Length { get; init; } = 4;

    public bool Deterministic { get; init; } = true;

    public int Players { get; init; } = 1;

    public ValueRange Range => ValueRange.Unit;

    /// <summary>Whether every third letter is drawn by chance.</summary>
    public bool HasChance { get; init; }

    /// <summary>Whether the end of a word tells its returns without an evaluation.</summary>
    public bool TellsEnds { get; init; }

    /// <summary>The value of a word; by default one that looks random and is the same always.</summary>
    public Func<string, double> Value { get; init; } = word => Random(7, word.Aggregate(1L, (hash, letter) => (hash * 131) + letter));

    /// <summary>How promising a letter is; by default all alike.</summary>
    public Func<char, double> Prior { get; init; } = _ => 0.1;

    /// <summary>Answers the calls of a batch: at once unless a test wants another order.</summary>
    public AnswerOrder Order { get; init; } = AnswerOrder.AtOnce;

    public List<string> Evaluated { get; } = [];

    public List<string> Expanded { get; } = [];

    /// <summary>The sizes of the batches of evaluations.</summary>
    public List<int> Batches { get; } = [];

    public ValueTask<Position<string>> StartAsync(CancellationToken cancellationToken) => new(At(""));

    public async ValueTask<IReadOnlyList<Position<string>>> StepAsync(IReadOnlyList<CallMove<string, char>> moves, CancellationToken cancellationToken) =>
        await Order.AnswerAsync([.. moves.Select(move => At(move.State + move.Action))], cancellationToken);

    public async ValueTask<IReadOnlyList<IReadOnlyList<CallChoice<char>>>> ExpandAsync(IReadOnlyList<string> states, CancellationToken cancellationToken)
    {
        Expanded.AddRange(states);
        return await Order.AnswerAsync<IReadOnlyList<CallChoice<char>>>([.. states.Select(Choices)], cancellationToken);
    }

    public async ValueTask<IReadOnlyList<Evaluation<string>>> EvaluateAsync(IReadOnlyList<string> states, CancellationToken cancellationToken)
    {
        Evaluated.AddRange(states);
        Batches.Add(states.Count);
        return await Order.AnswerAsync(
            [.. states.Select(state => new Evaluation<string>(Returns(Deterministic ? Value(state) : Random(11, _samples++)), $"ends {state}", Deterministic))],
            cancellationToken);
    }

    public StateKey GetKey(string state) => StateKey.Of(Encoding.UTF8.GetBytes(state));

    public static double Random(long seed, long stream)
    {
        var random = new Xorshift(seed, stream);
        return random.NextDouble();
    }

    private Position<string> At(string word)
    {
        var ends = word.Length == Length;
        var mover = HasChance && word.Length % 3 == 1 ? Movers.Chance : word.Length % Players;
        return new(word, mover, ends, ends && TellsEnds ? Returns(Value(word)) : null);
    }

    private CallChoice<char>[] Choices(string word)
    {
        var chance = At(word).Mover == Movers.Chance;
        return [.. Enumerable.Range('a', Branching).Select(letter => new CallChoice<char>(
            (char)letter, $"{(char)letter}", chance ? 1.0 / Branching : Prior((char)letter)))];
    }

    // The returns of two players add up to 1; of more, each has a part of its own.
    private double[] Returns(double value) => Players switch
    {
        1 => [value],
        2 => [value, 1 - value],
        _ => [.. Enumerable.Range(0, Players).Select(player => (value + (0.37 * player)) % 1)],
    };
}
