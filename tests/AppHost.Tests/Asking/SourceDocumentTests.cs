using MctsAspire.AppHost.Asking;
using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Tests.Asking;

public sealed class SourceDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _skipped = [];

    [Fact]
    public void MarkdownAndTextFilesAreReadInTheOrderOfTheirPaths()
    {
        _folder.Write("b.md", "# The second\ntext");
        _folder.Write("a.TXT", "first");
        _folder.Write("sub/c.md", "no heading");
        _folder.Write("d.json", "{}");

        Read().ShouldBe([new("a", "a", "first"), new("b", "The second", "# The second\ntext"), new("c", "c", "no heading")]);
        _skipped.ShouldBeEmpty();
    }

    [Fact]
    public void FilesOfOneNameGetIdsOfTheirPaths()
    {
        _folder.Write("a.md", "1");
        _folder.Write("a.txt", "2");
        _folder.Write("sub/a.md", "3");
        _folder.Write("sub/a.txt", "4");

        Read().Select(document => document.Id).ShouldBe(["a", "a-txt", "sub-a", "sub-a-txt"]);
    }

    [Theory]
    [InlineData("ein grüner Baum.md", "ein-gr-ner-Baum")]
    [InlineData("ä.md", "document")]
    [InlineData("日本.md", "document")]
    [InlineData("a_b-C.1.md", "a_b-C-1")]
    public void AnIdHasOnlyWhatIdsMayHave(string file, string id)
    {
        _folder.Write(file, "text");

        Read().ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public void LongNamesStayDifferent()
    {
        var name = new string('a', 120);
        _folder.Write($"{name}1.md", "1");
        _folder.Write($"{name}2.md", "2");

        var ids = Read().Select(document => document.Id).ToList();

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.Length <= 100);
    }

    [Theory]
    [InlineData("text\n## Second level ##\n# First", "Second level")]
    [InlineData("#hashtag\n\n# Heading", "Heading")]
    [InlineData("\uFEFF# After a mark", "After a mark")]
    [InlineData("# \nno title", "name")]
    public void TheTitleIsTheFirstHeading(string text, string title)
    {
        _folder.Write("name.md", text);

        Read().ShouldHaveSingleItem().Title.ShouldBe(title);
    }

    [Fact]
    public void ATitleHasAtMost500Characters() =>
        SourceDocument.TitleOf("# " + string.Concat(Enumerable.Repeat("🌍", 600)), "x").EnumerateRunes().Count().ShouldBe(500);

    [Fact]
    public void WhatIsNoTextIsLeftOutWithTheReason()
    {
        _folder.Write("good.md", "text");
        _folder.Write("empty.md", " \n");
        File.WriteAllBytes(_folder["binary.md"], [0x41, 0x00, 0x42]);
        File.WriteAllBytes(_folder["latin.txt"], [0xE4, 0xF6, 0xFC]);
        File.WriteAllBytes(_folder["large.txt"], new byte[5 * 1024 * 1024 + 1]);

        Read().ShouldHaveSingleItem().Id.ShouldBe("good");
        _skipped.ShouldBe(
        [
            "binary.md is left out: it is not a text",
            "empty.md is left out: it is empty",
            "large.txt is left out: it is larger than 5 MiB",
            "latin.txt is left out: it is not UTF-8",
        ]);
    }

    [Fact]
    public void AMissingFolderSaysWhatToDo() =>
        Should.Throw<AppException>(() => SourceDocument.ReadFolder(_folder["none"], _ => { })).Message.ShouldContain("--documents");

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<SourceDocument> Read() => SourceDocument.ReadFolder(_folder.Path, _skipped.Add);
}
