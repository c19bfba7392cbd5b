using System.Text.RegularExpressions;
using MctsAspire.MetaControllerService.Features;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Neural.Text;

namespace MctsAspire.MetaControllerService.Training.Networks;

/// <summary>
/// The vocabulary of a model that is trained from nothing: the words of the states' texts, and single digits. Numbers are read digit by
/// digit, as no training set holds them all; a number as one piece would say nothing about those next to it.
/// </summary>
internal static partial class StateVocabulary
{
    private const int MostTokens = 8192;

    /// <summary>The vocabulary of examples.</summary>
    public static Vocabulary Of(IReadOnlyList<TrainingExample> examples)
    {
        var builder = new VocabularyBuilder();
        foreach (var text in AllWords().Concat(examples.Select(example => example.States[^1].ToText())))
            builder.Add(Number().Replace(text, " "));

        var words = builder.Build(MostTokens).Tokens;
        var digits = Enumerable.Range(0, 10).Select(digit => (char)('0' + digit));
        return new Vocabulary([.. words, .. digits.SelectMany(digit => new[] { $"{digit}", $"{Vocabulary.Continuation}{digit}" }).Except(words)]);
    }

    // Examples need not hold every word that a state may be described by.
    private static IEnumerable<string> AllWords() =>
        from agent in Enum.GetValues<Agent>().Select(agent => (Agent?)agent).Append(null)
        from context in Enumerable.Range(0, 2)
        select (default(RunFeatures) with { LastAgent = agent, HasRagContext = context == 1 }).ToText();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
