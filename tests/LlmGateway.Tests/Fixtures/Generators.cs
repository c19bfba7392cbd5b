using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Texts that look like documents and texts that are out to break readers of them.</summary>
public static class Generators
{
    private static readonly string[] Pieces =
    [
        "The mill was built in 1842.", "Dr. Smith came at 3.5 p.m. on 4 May.", "# Heading\n", "## A > B\n", "- item one\n", "1. step\n", "| a | b |\n", "---\n", "\n\n",
        "\r\n", " ", "\t", "e\u0301", "\U0001F600", "日本語の文。次の文。", "¿Qué?", "«Non!»", "…", "1,234.5", "O'Brien's", "U.S. troops", "Why?", "(Yes!)",
        "\u2028", "\u00a0", "\u200b", "!!!", "...", "x", "ΑΒΓ. Δε", "- \n", "* ", "#", "a:b", "It has:\n- one\n- two\n", "\ufeff", "</s>", ">>>question 0123456789abcdef", "| ", "<<<",
    ];

    /// <summary>Valid Unicode of all kinds, glued together.</summary>
    public static Arbitrary<DocumentText> DocumentTexts() =>
        Gen.OneOf(
                Gen.Elements(Pieces).ListOf().Select(string.Concat),
                ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Valid(text.Get)))
            .Select(text => new DocumentText(text))
            .ToArbitrary();

    private static string Valid(string text)
    {
        var valid = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            valid.Append(rune);
        return valid.ToString();
    }
}
