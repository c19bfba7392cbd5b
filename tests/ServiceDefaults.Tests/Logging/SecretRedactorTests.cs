using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Logging;

public sealed class SecretRedactorTests
{
    private static readonly SecretRedactor Redactor = new(["hunter2!pass", "tiny", "a", "s3cr&t/with +signs", "line\"quoted\\"]);

    [Theory]
    [InlineData("key mcts_4f9a2bc81d7e used", "4f9a2bc81d7e")]
    [InlineData("mcts_abcdefghijklmnop", "abcdefghijklmnop")]
    [InlineData("sk-abc123def456ghi789", "abc123def456")]
    [InlineData("sk-proj-AbC_123-xyz", "AbC_123")]
    [InlineData("xsk-ant-api03-AbCdEf", "api03-AbCdEf")]
    [InlineData("(bt-0123456789abcdef)", "0123456789abcdef")]
    [InlineData("pc-0123456789abcdef", "0123456789abcdef")]
    [InlineData("pcsk_AbC123_xyz", "AbC123")]
    [InlineData("prefixsk-AbCdEfGhIjKlMnOpQr12", "AbCdEfGhIjKlMnOpQr12")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "IOSFODNN7")]
    [InlineData("Authorization: Bearer abc.def-ghi", "abc.def-ghi")]
    [InlineData("authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz")]
    [InlineData("Authorization: Digest username=\"x\", response=\"0123\"", "0123")]
    [InlineData("\"Authorization\": \"Bearer abc\\\"def\", next", "def")]
    [InlineData("[Authorization, Bearer zzz]", "zzz")]
    [InlineData("X-API-Key: any string at all", "any string at all")]
    [InlineData("x-api-key = 'quoted value'", "quoted value")]
    [InlineData("sent bearer eyAbc.def.ghi on", "eyAbc.def.ghi")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "c2ln")]
    [InlineData("Server=db;User Id=u;Password=p w d!;Pooling=true", "p w d!")]
    [InlineData("Host=db;Username=u;Pwd='a;b';X=1", "a;b")]
    [InlineData("localhost:6379,password=r3dis,ssl=true", "r3dis")]
    [InlineData("redis://:r3dis@localhost:6379", "r3dis")]
    [InlineData("postgres://user:p@ss:w/rd@host/db", "p@ss:w/rd")]
    [InlineData("https://a.b/c?api_key=qwerty&x=1", "qwerty")]
    [InlineData("AccountName=x;AccountKey=Zm9vYmFy==;EndpointSuffix=y", "Zm9vYmFy")]
    [InlineData("{\"password\": \"swordfish\"}", "swordfish")]
    [InlineData("{\\\"api_key\\\":\\\"swordfish\\\"}", "swordfish")]
    [InlineData("client_secret=abc", "=abc")]
    [InlineData("logged in with hunter2!pass.", "hunter2!pass")]
    [InlineData("?p=s3cr%26t%2Fwith%20%2Bsigns&x", "s3cr%26t")]
    [InlineData("{\"p\":\"line\\u0022quoted\\\\\"}", "quoted")]
    [InlineData("Set-Cookie: session=abcdef; path=/", "abcdef")]
    [InlineData("Server=db;User Id=u;Password=p w d!", "w d!")]
    [InlineData("Server=db; Connection Password = p w d!", "w d!")]
    [InlineData("localhost:6379,password=r3 dis,ssl=true", "dis")]
    [InlineData("password=r3 dis,ssl=true", "dis")]
    [InlineData("Settings { Name = x, Password = p w d }", "w d")]
    [InlineData("Settings { Password = p w d }", "w d")]
    [InlineData("{\"connection\":\"Password=p w d\"}", "w d")]
    [InlineData("'Password=p w d'", "w d")]
    [InlineData("A=1\nDB_PASSWORD=correct horse battery\nB=2", "horse")]
    [InlineData("export DB_PASSWORD=correct horse battery", "horse")]
    [InlineData("password: correct horse battery", "horse")]
    [InlineData("passphrase=correct horse battery", "horse")]
    [InlineData("password=a token=bcd ok", "bcd")]
    [InlineData("password=\\'p w;d\\'", "w;d")]
    [InlineData(";password=\\\"p w;d\\\"", "w;d")]
    [InlineData("x;password=hunter2;sk-proj-AbC_123-xyz", "AbC_123")]
    public void ASecretIsTakenOut(string text, string secret)
    {
        var redacted = Redactor.Redact(text);

        redacted.ShouldNotContain(secret);
        redacted.ShouldContain(Secret.Mask);
    }

    [Theory]
    [InlineData("mcts_iterations must be an integer from 1 to 10000")]
    [InlineData("mcts_request_duration_seconds_bucket and mcts_requests_total")]
    [InlineData("best_action of mcts_stats is a task-force with risk-assessment")]
    [InlineData("Now listening on: http://localhost:8000")]
    [InlineData("POST /query answered 200 in 12.5 ms")]
    [InlineData("OPENAI_API_KEY is not set, and must be when LLM_PROVIDER is openai")]
    [InlineData("The API key is not known.")]
    [InlineData("basic information about basic configuration")]
    [InlineData("used 12 tokens of 100")]
    [InlineData("a")]
    [InlineData("")]
    public void OrdinaryTextIsLeftAlone(string text) => Redactor.Redact(text).ShouldBe(text);

    [Fact]
    public void WhatStandsAroundASecretStays() =>
        Redactor.Redact("redis://:r3dis@localhost:6379 with Password=x;Pooling=true")
            .ShouldBe($"redis://:{Secret.Mask}@localhost:6379 with Password={Secret.Mask};Pooling=true");

    [Theory]
    [InlineData("password=hunter2 sk-proj-AbC_123-xyz hi", $"password={Secret.Mask} {Secret.Mask} hi")]
    [InlineData("is my token=abc123 still good?", $"is my token={Secret.Mask} still good?")]
    [InlineData("a secret = hunter2 and\nanother line", $"a secret = {Secret.Mask} and\nanother line")]
    [InlineData("password=hunter2 what's this?", $"password={Secret.Mask} what's this?")]
    [InlineData("password=hunter2, as I said", $"password={Secret.Mask}, as I said")]
    [InlineData("password=hunter2 as I said, really", $"password={Secret.Mask} as I said, really")]
    public void OfTextOnlyTheValueIsTakenOut(string text, string expected) => Redactor.Redact(text).ShouldBe(expected);

    [Theory]
    [InlineData("Authorization")]
    [InlineData("X-API-Key")]
    [InlineData("ApiKey")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("db_password")]
    [InlineData("ConnectionString")]
    [InlineData("access_token")]
    [InlineData("Cookie")]
    public void AValueUnderASecretsNameIsMaskedWhole(string name) => Redactor.Redact(name, "plain").ShouldBe(Secret.Mask);

    [Fact]
    public void AVeryLongTextIsCutAndNoSecretShowsAtTheCut()
    {
        var redacted = Redactor.Redact(string.Concat(new string('x', (2 * SecretRedactor.MaximumLength) - 6), "hunter2!pass"));

        redacted.Length.ShouldBeLessThanOrEqualTo(SecretRedactor.MaximumLength + 1);
        redacted.ShouldNotContain("hunter");
    }

    [Theory]
    [InlineData("://a:")]
    [InlineData("eyJ")]
    [InlineData("eyJaaaa.")]
    [InlineData("sk-")]
    [InlineData("bearer ")]
    [InlineData("basic a")]
    [InlineData("password=\"")]
    [InlineData("password=a ")]
    [InlineData(";pwd=")]
    [InlineData("; pass")]
    [InlineData("api-")]
    [InlineData("authorization \\\"")]
    public void HostileTextDoesNotTakeLong(string piece)
    {
        // Quadratic work on this much text would take minutes, and the test run would show it.
        var text = string.Concat(Enumerable.Repeat(piece, 2 * SecretRedactor.MaximumLength / piece.Length));

        Redactor.Redact(text).Length.ShouldBeLessThanOrEqualTo(SecretRedactor.MaximumLength + 1);
    }
}
