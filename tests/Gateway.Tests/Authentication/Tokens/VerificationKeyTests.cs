using System.Text.Json.Nodes;
using MctsAspire.Gateway.Authentication.Tokens;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

/// <summary>Which keys of a set are taken.</summary>
public sealed class VerificationKeyTests : IDisposable
{
    private const string Rsa = "RS256";
    private const string Ec = "ES256";

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("a doubled member")]
    [InlineData("a doubled member inside of one")]
    [InlineData("deep")]
    [InlineData("very deep")]
    [InlineData("half a character")]
    public void ABrokenKeyIsLeftOutAndKeepsNoOtherOneFromBeingUsed(string broken)
    {
        var all = JsonNode.Parse(_issuer.Jwks)!["keys"]!.AsArray();
        var good = all[0]!.ToJsonString();
        var more = broken switch
        {
            "a doubled member" => "\"kid\":\"ec-1\"",
            "a doubled member inside of one" => "\"more\":{\"a\":1,\"a\":2}",
            "deep" => Nested(16),
            "very deep" => Nested(10_000),
            _ => "\"\\ud800\":1,\"\\ud800\":2",
        };
        var bad = $"{all[1]!.ToJsonString()[..^1]},{more}}}";

        foreach (var set in (string[])[$"{{\"keys\":[{bad},{good}]}}", $"{{\"keys\":[{good},{bad}]}}"])
        {
            var keys = With(set);

            keys.Find(Rsa, _issuer.RsaKeyId).ShouldHaveSingleItem();
            keys.Accepts(Ec).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"keys":[],"k\u0065ys":[]}""")]
    [InlineData("""{"\ud800":1,"keys":[]}""")]
    [InlineData("""{"Keys":[]}""")]
    [InlineData("""{"keys":[{]}""")]
    public void WhatIsNoKeySetSaysNothingOfAnyKey(string set) => Should.Throw<FormatException>(() => With(set)).Message.ShouldStartWith("it is not a JSON Web Key Set");

    private static VerificationKeys With(string set) => VerificationKeys.Of(new TokenSettings { Issuer = TestIssuer.Name, Audience = TestIssuer.Audience }).With(set);

    private static string Nested(int depth) => $"\"more\":{new string('[', depth)}{new string(']', depth)}";
}
