using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Grpc.Net.Client.Wire;

namespace MctsAspire.Compat.Grpc.Tests.Wire;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("plain text, as it is: ~!\"#$&'()*+", "plain text, as it is: ~!\"#$&'()*+")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb\tc", "a%0Ab%09c")]
    [InlineData("é", "%C3%A9")]
    [InlineData("日", "%E6%97%A5")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void ATextIsEncodedByteByByte(string text, string encoded)
    {
        StatusText.Encode(text).ShouldBe(encoded);
        StatusText.Decode(encoded).ShouldBe(text);
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("50%zz%41", "50%zzA")]
    [InlineData("%e6%97%a5", "日")]
    [InlineData("%FF", "\uFFFD")]
    public void AnInvalidEncodingIsKeptAsFarAsItGoes(string encoded, string text) => StatusText.Decode(encoded).ShouldBe(text);

    [Fact]
    public void ALoneSurrogateBecomesTheReplacementCharacter() => StatusText.Encode("a\uD800b").ShouldBe("a%EF%BF%BDb");

    [Fact]
    public void ALongTextIsCutOffBetweenCharacters()
    {
        var decoded = StatusText.Decode(StatusText.Encode(new string('é', 100_000)));
        decoded.Length.ShouldBeGreaterThan(2000);
        decoded.ShouldAllBe(c => c == 'é');
    }

    [Property]
    public Property EveryTextComesBackAndIsPrintableAsciiOnTheWay() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(text => !text.Get.Any(char.IsSurrogate)), text =>
        {
            var encoded = StatusText.Encode(text.Get);
            return encoded.All(c => c is >= ' ' and <= '~') && StatusText.Decode(encoded) == text.Get;
        });
}
