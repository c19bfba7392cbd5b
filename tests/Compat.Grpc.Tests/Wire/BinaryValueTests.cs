using FsCheck.Xunit;
using Grpc.Net.Client.Wire;

namespace MctsAspire.Compat.Grpc.Tests.Wire;

public sealed class BinaryValueTests
{
    [Theory]
    [InlineData("AAECAw==")]
    [InlineData("AAECAw")]
    [InlineData("AAECAw=")]
    [InlineData(" AAECAw ")]
    public void PaddedAndUnpaddedValuesAreRead(string text)
    {
        var values = new List<byte[]>();
        BinaryValue.TryDecode(text, values).ShouldBeTrue();
        values.ShouldHaveSingleItem().ShouldBe(new byte[] { 0, 1, 2, 3 });
    }

    [Fact]
    public void ValuesJoinedByCommasAreReadOneByOne()
    {
        var values = new List<byte[]>();
        BinaryValue.TryDecode("AQ, Ag==,,Aw", values).ShouldBeTrue();
        values.ShouldBe([[1], [2], [], [3]]);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("A*==")]
    [InlineData("AA AA")]
    [InlineData("AQ,!")]
    [InlineData("_-8")]
    public void WhatIsNotBase64IsRefused(string text) => BinaryValue.TryDecode(text, []).ShouldBeFalse();

    [Property]
    public void EveryValueComesBackAndHasNoPadding(byte[] bytes)
    {
        var text = BinaryValue.Encode(bytes);
        text.ShouldNotContain('=');
        var values = new List<byte[]>();
        BinaryValue.TryDecode(text, values).ShouldBeTrue();
        values.ShouldHaveSingleItem().ShouldBe(bytes);
    }
}
