using System.Globalization;
using System.Text;
using MctsAspire.Orchestrator.Documents.Chunking;
using MctsAspire.Storage.Documents;

namespace MctsAspire.Orchestrator.Tests.Documents;

public sealed class ChunkerTests
{
    [Fact]
    public void AShortTextIsOnePassage() => Texts("The tank is full.\n\nThe pump is off.\n").ShouldBe(["The tank is full.\n\nThe pump is off."]);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    [InlineData("---\n\n***\n")]
    public void ATextWithoutWordsHasNoPassages(string text) => Chunker.Cut(text).ShouldBeEmpty();

    [Fact]
    public void PassagesDoNotCrossHeadingsAndCarryTheirPath()
    {
        const string text = """
            # Manual

            Read this first.

            ## Tank
            The tank is red.

            ### Valve
            It leaks.

            ## Pump
            It hums.
            """;

        Headed(text).ShouldBe(
        [
            ("Manual", "Read this first."),
            ("Manual > Tank", "The tank is red."),
            ("Manual > Tank > Valve", "It leaks."),
            ("Manual > Pump", "It hums."),
        ]);
    }

    [Fact]
    public void UnderlinedAndClosedHeadingsAreHeadings() =>
        Headed("Manual\n======\n\nA.\n\nTank\n----\nB.\n\n## Pump ##\nC.").ShouldBe([("Manual", "A."), ("Manual > Tank", "B."), ("Manual > Pump", "C.")]);

    [Theory]
    [InlineData("#hashtag is no heading")]
    [InlineData("####### seven signs are none")]
    [InlineData("    # indented by four")]
    public void WhatOnlyLooksLikeAHeadingIsText(string text) => Headed(text).ShouldHaveSingleItem().Heading.ShouldBe("");

    [Fact]
    public void AHeadingWithNothingBelowItIsAPassage() =>
        Headed("# Manual\n\n## Empty\n\n## Tank\nRed.\n\n## Last").ShouldBe([("Manual", "Empty"), ("Manual > Tank", "Red."), ("Manual", "Last")]);

    [Fact]
    public void NumberSignsWithinCodeAreNoHeadings()
    {
        const string code = "```sh\n# a comment\nrun\n```";

        Headed($"# Manual\n\nText.\n\n{code}\n\nMore.").ShouldBe([("Manual", $"Text.\n\n{code}\n\nMore.")]);
    }

    [Fact]
    public void CodeThatIsNeverClosedGoesToTheEnd() => Headed("```\n# no heading\n\ntext").ShouldHaveSingleItem().Heading.ShouldBe("");

    [Fact]
    public void ALongTextIsCutBetweenSentences()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"This is sentence number {i}, e.g. one of 3.5 kinds."));

        var passages = Texts(text);

        passages.Count.ShouldBeGreaterThan(3);
        passages.ShouldAllBe(passage => passage.StartsWith("This is", StringComparison.Ordinal) && passage.EndsWith("kinds.", StringComparison.Ordinal));
        string.Join(' ', passages).ShouldBe(text);
    }

    [Fact]
    public void AParagraphThatFitsIsNotTornApart()
    {
        var paragraph = string.Join(' ', Enumerable.Repeat("A sentence of some length stands here.", 20));
        var text = $"{paragraph}\n\n{paragraph}\n\n{paragraph}";

        Texts(text).ShouldBe([paragraph, paragraph, paragraph]);
    }

    [Fact]
    public void ItemsOfAListAreKeptWhole()
    {
        var items = Enumerable.Range(0, 80).Select(i => $"- Item {i}. It has two sentences,\n  and a second line.").ToList();

        var passages = Texts(string.Join('\n', items));

        passages.Count.ShouldBeGreaterThan(1);
        passages.ShouldAllBe(passage => passage.StartsWith("- Item", StringComparison.Ordinal) && passage.EndsWith("line.", StringComparison.Ordinal));
    }

    [Fact]
    public void ALongTableIsCutBetweenRowsAndItsHeaderStaysWithTheFirst()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"| row {i}. | value. More |");
        var passages = Texts("| a | b |\n|---|---|\n" + string.Join('\n', rows));

        passages[0].ShouldStartWith("| a | b |\n|---|---|\n| row 0.");
        passages.ShouldAllBe(passage => passage.StartsWith('|') && passage.EndsWith('|'));
    }

    [Fact]
    public void LongCodeIsCutBetweenLines()
    {
        var lines = Enumerable.Range(0, 200).Select(i => $"    call({i}); next. Step();");
        var passages = Texts("```\n" + string.Join("\r\n", lines) + "\n```");

        passages.Count.ShouldBeGreaterThan(1);
        passages.SelectMany(passage => passage.Split('\n')).ShouldAllBe(line => line.StartsWith("```") || line.TrimEnd().EndsWith("Step();", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("字")]
    [InlineData("🚰")]
    [InlineData("e\u0301")]
    [InlineData("👩‍👩‍👧")]
    public void TextWithoutAnyBoundaryIsStillBoundedAndCutBetweenCharacters(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 5_000));

        var passages = Texts(text);

        passages.ShouldAllBe(passage => passage.Length <= Chunker.MostCharacters);
        string.Concat(passages).ShouldBe(text);
        passages.ShouldAllBe(passage => StringInfo.ParseCombiningCharacters(passage).Length * character.Length == passage.Length);
    }

    [Fact]
    public void WordsAreNotTornWhenASentenceMustBeCut()
    {
        var words = Enumerable.Range(0, 2_000).Select(i => $"word{i}").ToList();

        string.Join(' ', Texts(string.Join(' ', words))).Split(' ').ShouldBe(words);
    }

    [Fact]
    public void AMarkPiledOnMarksIsStillBounded()
    {
        var text = "e" + new string('\u0301', 10_000);

        Texts(text).ShouldAllBe(passage => passage.Length <= Chunker.MostCharacters);
    }

    [Fact]
    public void FiveMebibytesOfHostileTextTakeLinearTime()
    {
        // A quadratic cutter would need hours for these.
        foreach (var unit in new[] { "(", ".", "a.", "\"", "#", "# ", "|", "-", "\n-", "`", "```\n", "[1]", ". (", "\u0301", "a\n", "> ", "=\n" })
            Chunker.Cut(string.Concat(Enumerable.Repeat(unit, 1024 * 1024 / unit.Length))).ShouldNotBeNull();
    }

    private static List<string> Texts(string text) => [.. Chunker.Cut(text).Select(passage => Slice(text, passage))];

    private static List<(string Heading, string Text)> Headed(string text) => [.. Chunker.Cut(text).Select(passage => (passage.Heading, Slice(text, passage)))];

    private static string Slice(string text, NewPassage passage) => new StringBuilder(text, passage.Start, passage.End - passage.Start, 16).ToString();
}
