using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.ServiceDefaults.Tests.Texts;

public sealed class PhraseMatcherTests
{
    [Theory]
    [InlineData("ignore the old rules", true)]
    [InlineData("ignore; the rules", false)]
    [InlineData("ignore one two three rules", false)]
    [InlineData("ignorer the rules", false)]
    [InlineData("rules ignore", false)]
    [InlineData("ignore a b c ignore rules", true)]
    [InlineData("don't ignore our neighbour's rules", true)]
    public void WordsBetweenAreCounted(string text, bool expected) =>
        Finds(text, PhraseGap.UpTo(2)).ShouldBe(expected);

    [Theory]
    [InlineData("ignore: the rules", true)]
    [InlineData("ignore. the rules", false)]
    [InlineData("ignore one two rules", false)]
    public void CharactersBetweenAreCountedWithinASentence(string text, bool expected) =>
        Finds(text, PhraseGap.Near(6)).ShouldBe(expected);

    [Property(MaxTest = 500)]
    public Property AllPhrasesAreFoundWhereverTheyStand()
    {
        var word = Gen.Elements("a", "b", "ab", "ba", "aab", "abab", " ");
        var texts = Gen.ListOf(word).Select(words => string.Concat(words));
        return Prop.ForAll(texts.ToArbitrary(), Gen.NonEmptyListOf(word.Where(phrase => phrase != " ")).ToArbitrary(), (text, phrases) =>
        {
            string[] distinct = [.. phrases.Distinct()];
            var automaton = new PhraseAutomaton(distinct);
            var found = new HashSet<(string, int)>();
            var state = PhraseAutomaton.Start;
            for (var i = 0; i < text.Length; i++)
            {
                state = automaton.After(state, text[i]);
                foreach (var ending in automaton.EndingIn(state))
                    found.Add((distinct[ending], i + 1));
            }

            found.ShouldBe(
                distinct.SelectMany(phrase => Enumerable.Range(0, text.Length).Where(i => string.CompareOrdinal(text, i, phrase, 0, phrase.Length) == 0).Select(i => (phrase, i + phrase.Length))),
                ignoreOrder: true);
        });
    }

    private static bool Finds(string text, PhraseGap gap)
    {
        var found = new HashSet<string>();
        new PhraseMatcher([new PhraseRule("signal", new PhraseStep(default, "ignore"), new PhraseStep(gap, "rules"))], PhraseEdges.WholeWords).Find(text, found, default);
        return found.Count > 0;
    }
}
