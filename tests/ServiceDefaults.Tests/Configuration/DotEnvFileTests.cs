using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.ServiceDefaults.Tests.Configuration;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("A=1", "A", "1")]
    [InlineData("  A = 1  ", "A", "1")]
    [InlineData("export A=1", "A", "1")]
    [InlineData("\uFEFFA=1", "A", "1")]
    [InlineData("A=", "A", "")]
    [InlineData("A=1 # why", "A", "1")]
    [InlineData("A=a#b", "A", "a#b")]
    [InlineData("A=#b", "A", "")]
    [InlineData("A=b=c", "A", "b=c")]
    [InlineData("A='b # c'", "A", "b # c")]
    [InlineData("A='b\\n$c'", "A", "b\\n$c")]
    [InlineData("A=\"b # c\" # d", "A", "b # c")]
    [InlineData("A=\"b\\n\\t\\\"c\\\"\\\\\"", "A", "b\n\t\"c\"\\")]
    [InlineData("A=\"b\nc\"", "A", "b\nc")]
    [InlineData("A=\"b", "A", "\"b")]
    [InlineData("A=it's", "A", "it's")]
    [InlineData("A=1\r\n", "A", "1")]
    [InlineData("services__a__http__0=http://x", "services:a:http:0", "http://x")]
    public void AValueIsRead(string text, string name, string value) =>
        DotEnvFile.Parse(text).ShouldBe([new KeyValuePair<string, string?>(name, value)]);

    [Theory]
    [InlineData("")]
    [InlineData("# A=1")]
    [InlineData("A")]
    [InlineData("=1")]
    [InlineData("1A=1")]
    [InlineData("A B=1")]
    public void WhatIsNoVariableIsPassedOver(string text) => DotEnvFile.Parse(text).ShouldBeEmpty();

    [Fact]
    public void LinesAreReadOneByOne() =>
        DotEnvFile.Parse("# first\nA=1\n\nnonsense\nB='2'\r\nC=\"3\"").Select(entry => $"{entry.Key}={entry.Value}").ShouldBe(["A=1", "B=2", "C=3"]);

    [Fact]
    public void TheNearestFileUpToTheRepositoryIsFound()
    {
        using var folder = new TemporaryFolder();
        var service = Directory.CreateDirectory(Path.Combine(folder.Path, "repository", "service")).FullName;
        Directory.CreateDirectory(Path.Combine(folder.Path, "repository", ".git"));
        File.WriteAllText(Path.Combine(folder.Path, ".env"), "A=outside");
        DotEnvFile.Find(service).ShouldBeNull();

        File.WriteAllText(Path.Combine(folder.Path, "repository", ".env"), "A=root");
        DotEnvFile.Find(service).ShouldBe(Path.Combine(folder.Path, "repository", ".env"));

        File.WriteAllText(Path.Combine(service, ".env"), "A=near");
        DotEnvFile.Find(service).ShouldBe(Path.Combine(service, ".env"));
    }

    [Fact]
    public void TheEnvironmentWinsOverTheFileAndTheFileOverTheDefaults()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, ".env"), "MCTS_TEST_FILE=file\nMCTS_TEST_BOTH=file\nMCTS_TEST_BOTH=file again");
        Environment.SetEnvironmentVariable("MCTS_TEST_BOTH", "environment");
        try
        {
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
            configuration["MCTS_TEST_FILE"] = "default";
            Microsoft.Extensions.Configuration.EnvironmentVariablesExtensions.AddEnvironmentVariables(configuration);
            DotEnvConfiguration.Add(configuration, folder.Path);

            configuration["MCTS_TEST_FILE"].ShouldBe("file");
            configuration["MCTS_TEST_BOTH"].ShouldBe("environment");
        }
        finally
        {
            Environment.SetEnvironmentVariable("MCTS_TEST_BOTH", null);
        }
    }
}
