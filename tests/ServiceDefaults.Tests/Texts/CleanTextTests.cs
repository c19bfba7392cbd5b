using FsCheck;
using FsCheck.Xunit;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.ServiceDefaults.Tests.Texts;

public sealed class CleanTextTests
{
    [Theory]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("\uac00\u11a8", "\uac01")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1e69", "\u1e69")]
    [InlineData("s\u0307\u0323", "\u1e69")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    [InlineData("\u0344", "\u0308\u0301")]
    public void EqualTextsAreWrittenInOneWay(string text, string clean) => CleanText.Of(text).ShouldBe(clean);

    [Theory]
    [InlineData("a\u0000\u0007\u001b[2Jb\u007f\u009f", "a[2Jb")]
    [InlineData("one\u000btwo\u000cthree\u0085four", "one\ntwo\nthree\nfour")]
    [InlineData("a\tb\r\nc", "a\tb\r\nc")]
    [InlineData("\u202eabc\u202c \u2066def\u2069", "abc def")]
    [InlineData("ig\u200bno\u200cre\u2060\ufeff", "ignore")]
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")]
    [InlineData("\u05d0\u200f\u05d1", "\u05d0\u200f\u05d1")]
    [InlineData("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467")]
    [InlineData("\u2764\ufe0f 1\ufe0f\u20e3", "\u2764\ufe0f 1\ufe0f\u20e3")]
    [InlineData("a\ufe0f\ufe0f\U000e0101", "a")]
    [InlineData("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f")]
    [InlineData("x\U000e0049\U000e0067", "x")]
    [InlineData("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f!")]
    [InlineData("\U0001f3f4\U000e0069\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065\U000e0061\U000e007f", "\U0001f3f4")]
    [InlineData("\U0001f3f4\U000e0067\U000e0062", "\U0001f3f4")]
    [InlineData("\U0001f3f4\U000e0067\U000e007f\U000e0067", "\U0001f3f4\U000e0067\U000e007f")]
    [InlineData("\u182a\u1822\u1834\u1822\u182d\u180e\u1821 \u182d\u180b", "\u182a\u1822\u1834\u1822\u182d\u180e\u1821 \u182d\u180b")]
    [InlineData("a\u180eb\u180b", "ab")]
    [InlineData("<b>\"quoted\" & 'more' \\ {}</b>", "<b>\"quoted\" & 'more' \\ {}</b>")]
    public void WhatNobodySeesIsLeftOutAndAllElseStays(string text, string clean) => CleanText.Of(text).ShouldBe(clean);

    [Fact]
    public void APlainTextIsTheSameObject()
    {
        const string text = "Żółw, naïve, Ελλάδα, 東京, Straße – “fine”.";

        CleanText.Of(text).ShouldBeSameAs(text);
    }

    [Property(MaxTest = 2000)]
    public void CleaningTwiceIsCleaningOnce(NonNull<string> text)
    {
        // Lone surrogates are refused before.
        var once = CleanText.Of(new string([.. text.Get.Where(unit => !char.IsSurrogate(unit))]));

        CleanText.Of(once).ShouldBe(once);
    }

    [Fact]
    public void EveryCharacterIsSettledByOneCleaning()
    {
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF)
                continue;
            var once = CleanText.Of("x" + char.ConvertFromUtf32(point) + "\u0301");
            CleanText.Of(once).ShouldBe(once, $"U+{point:X}");
            once.Length.ShouldBeLessThanOrEqualTo(8);
        }
    }

    [Fact]
    public void AccentsWithoutEndCostNoMoreThanTheirNumber()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 100_000));

        CleanText.Of(text).Length.ShouldBe(text.Length - 1);
    }
}
