using MctsAspire.Gateway.Authentication.Tokens;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.Gateway.Tests.Authentication.Tokens;

public sealed class TokenSettingsTests
{
    private const string Issuer = "Jwt:Issuer=i";
    private const string Audience = "Jwt:Audience=a";
    private const string Secret = "Jwt:HmacSecret=0123456789abcdef0123456789abcdef";

    [Fact]
    public void WithoutSettingsNoTokenIsAccepted() => Read().ShouldBeNull();

    [Fact]
    public void ASecretIsNotShown() => Read(Issuer, Audience, Secret)!.ToString().ShouldNotContain("0123456789");

    [Theory]
    [InlineData("Jwt__Issuer is missing", Audience, Secret)]
    [InlineData("Jwt__Audience is missing", Issuer, Secret)]
    [InlineData("Jwt__JwksUrl is missing", Issuer, Audience)]
    [InlineData("Jwt__HmacSecret is too short", Issuer, Audience, "Jwt:HmacSecret=swordfish")]
    [InlineData("Jwt__JwksUrl must be an https address", Issuer, Audience, "Jwt:JwksUrl=http://issuer.example/keys")]
    [InlineData("Jwt__JwksUrl must be an https address", Issuer, Audience, "Jwt:JwksUrl=http://127.0.0.1/keys")]
    [InlineData("Jwt__JwksUrl is not an address", Issuer, Audience, "Jwt:JwksUrl=file:///etc/passwd")]
    [InlineData("Jwt__JwksFile is set beside Jwt__JwksUrl", Issuer, Audience, "Jwt:JwksUrl=https://issuer.example", "Jwt:JwksFile=keys.json")]
    [InlineData("Jwt__ClockSkewSeconds is '301', and must be an integer from 0 to 300", Issuer, Audience, Secret, "Jwt:ClockSkewSeconds=301")]
    [InlineData("Jwt__ClientPrefix must be 1 to 40 letters", Issuer, Audience, Secret, "Jwt:ClientPrefix=a b")]
    public void WhatIsWrongIsToldByItsVariable(string problem, params string[] settings)
    {
        var message = Should.Throw<ConfigurationException>(() => Read(settings)).Message;

        message.ShouldStartWith(problem);
        message.ShouldNotContain("swordfish");
    }

    [Fact]
    public void AnAddressOfThisMachineServesInDevelopment() =>
        TokenSettings.Read(Configuration(Issuer, Audience, "Jwt:JwksUrl=http://127.0.0.1:8080/keys"), isDevelopment: true)!.JwksUrl!.Port.ShouldBe(8080);

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[null]}""")]
    [InlineData("""{"keys":["key"]}""")]
    [InlineData("""{"keys":[],"keys":[]}""")]
    [InlineData("""{"error":"unavailable"}""")]
    public void WhatIsNoKeySetIsRefused(string jwks) =>
        Should.Throw<FormatException>(() => VerificationKeys.Of(Read(Issuer, Audience, Secret)!).With(jwks));

    [Theory]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{}]}""")]
    [InlineData("""{"keys":[{"kty":5}]}""")]
    [InlineData("""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDXboIRROSBigeC5yjU1hGzHHyXss8UDpre","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"!","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-521","x":"AAAA","y":"AAAA"}]}""")]
    public void ASetWithoutAKeyThatServesLeavesTheSecretAlone(string jwks) =>
        VerificationKeys.Of(Read(Issuer, Audience, Secret)!).With(jwks).Algorithms.ShouldBe(["HS256"]);

    private static TokenSettings? Read(params string[] settings) => TokenSettings.Read(Configuration(settings), isDevelopment: false);

    private static IConfiguration Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])))
        .Build();
}
