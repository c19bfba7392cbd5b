using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.Orchestrator.Documents.Chunking;

namespace MctsAspire.Orchestrator.Tests.Documents;

[Properties(Arbitrary = [typeof(ChunkerProperties)], MaxTest = 500)]
public sealed class ChunkerProperties
{
    private static readonly string[] Parts =
    [
        "word", "Another", " ", "  ", "\n", "\r\n", "\r", "\n\n", "\t", ". ", ".", "! ", "? ", "。", "…", "e.g. ", "3.14", "# ", "\n## ", "\n### Deep\n", "- ", "\n* item", "1. ", "```", "\n```\n",
        "~~~\n", "| a | b |\n", "|---|---|\n", "---\n", "===\n", "> ", "字", "東京", "🚰", "\u0301", "\u200D", "\uD83D", "\uDEB0", "\0", "\u2028", "\u00A0", "\uFEFF", "(", "\"", "”", "[12]",
        "supercalifragilistic ", "Dr. ", "U.S. ", "The end. ",
    ];

    public static Arbitrary<string> Text() =>
        Gen.OneOf(
                Gen.Elements(Parts).ListOf().Select(string.Concat),
                Gen.Elements(Parts).ListOf(600).Select(string.Concat),
                ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
                ArbMap.Default.GeneratorFor<char[]>().Select(characters => new string(characters)),
                from part in Gen.Elements(Parts) from count in Gen.Choose(0, 3_000) select string.Concat(Enumerable.Repeat(part, count)))
            .ToArbitrary();

    [Property]
    public void PassagesAreBoundedInOrderAndDisjoint(string text)
    {
        var end = 0;
        foreach (var passage in Chunker.Cut(text))
        {
            passage.Start.ShouldBeGreaterThanOrEqualTo(end);
            passage.End.ShouldBeGreaterThan(passage.Start);
            passage.End.ShouldBeLessThanOrEqualTo(text.Length);
            (passage.End - passage.Start).ShouldBeLessThanOrEqualTo(Chunker.MostCharacters);
            string.IsNullOrWhiteSpace(text[passage.Start..passage.End]).ShouldBeFalse();
            end = passage.End;
        }
    }

    [Property]
    public void EveryLetterIsInAPassageOrInAHeading(string text)
    {
        var inPassage = new bool[text.Length];
        foreach (var passage in Chunker.Cut(text))
            Array.Fill(inPassage, true, passage.Start, passage.End - passage.Start);
        foreach (var block in BlockScanner.Scan(text).Where(block => block.Kind == BlockKind.Heading))
            Array.Fill(inPassage, true, block.Start, block.End - block.Start);

        Enumerable.Range(0, text.Length).Where(i => char.IsLetterOrDigit(text[i]) && !inPassage[i]).ShouldBeEmpty();
    }

    [Property]
    public void NoPassageTearsASurrogatePair(string text)
    {
        foreach (var passage in Chunker.Cut(text))
        {
            Splits(text, passage.Start).ShouldBeFalse();
            Splits(text, passage.End).ShouldBeFalse();
        }

        static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
    }

    [Property]
    public void CuttingTwiceGivesTheSame(string text) => Chunker.Cut(text).ShouldBe(Chunker.Cut(text));

    [Property]
    public void SentencesHoldEveryCharacterButTheSpaceBetween(string text)
    {
        var rest = 0;
        foreach (var (start, end) in SentenceSplitter.Split(text, 0, text.Length))
        {
            string.IsNullOrWhiteSpace(text[rest..start]).ShouldBeTrue();
            rest = end;
        }

        string.IsNullOrWhiteSpace(text[rest..]).ShouldBeTrue();
    }
}
