using FsCheck.Xunit;
using MctsAspire.LlmGateway.Reasoning.Embedded.Ranking;

namespace MctsAspire.LlmGateway.Tests.Ranking;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("frensh", "french", true)]
    [InlineData("lindqvist", "lindkvist", true)]
    [InlineData("recieve", "receive", true)]
    [InlineData("wallachia", "walachja", true)]
    [InlineData("house", "mouse", false)]
    [InlineData("cart", "card", false)]
    [InlineData("austria", "australia", false)]
    [InlineData("harbour", "bakery", false)]
    public void OneEditInAWordOrTwoInALongOneAreForgiven(string a, string b, bool close)
    {
        Spelling.AreClose(a, b).ShouldBe(close);
        Spelling.AreClose(b, a).ShouldBe(close);
    }

    [Property]
    public bool AWordIsCloseToItselfWithTwoNeighboursSwapped(ushort seed)
    {
        var letters = "lindqvist".ToCharArray();
        var at = 1 + (seed % (letters.Length - 2));
        (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
        return Spelling.AreClose("lindqvist", new string(letters));
    }
}
