using MctsAspire.ServiceDefaults.Commands;

namespace MctsAspire.ServiceDefaults.Tests.Commands;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("größe 大小 😀 'a' \\", "größe 大小 😀 'a' \\")]
    [InlineData("a\r\nb\tc\0", "a\\u{000D}\\u{000A}b\\u{0009}c\\u{0000}")]
    [InlineData("\u001B[2J\u009B", "\\u{001B}[2J\\u{009B}")]
    [InlineData("\u202Eabc\u2069\u200F", "\\u{202E}abc\\u{2069}\\u{200F}")]
    [InlineData("a\u200Bb\uFEFF\u2028\u2029", "a\\u{200B}b\\u{FEFF}\\u{2028}\\u{2029}")]
    [InlineData("\U000E0041", "\\u{E0041}")]
    public void WhatATerminalWouldNotShowIsWrittenAsItsNumber(string text, string expected)
    {
        TerminalText.Escape(text).ShouldBe(expected);
        TerminalText.IsPlain(text).ShouldBe(text == expected);
    }
}
