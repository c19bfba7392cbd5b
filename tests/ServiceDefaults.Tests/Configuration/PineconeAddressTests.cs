using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;

namespace MctsAspire.ServiceDefaults.Tests.Configuration;

public sealed class PineconeAddressTests
{
    [Theory]
    [InlineData("https://index-1a2b.svc.us-east-1.pinecone.io")]
    [InlineData("https://index-1a2b.svc.us-east-1.pinecone.io/")]
    [InlineData("https://index-1a2b.svc.us-east-1.pinecone.io:443")]
    [InlineData("HTTPS://INDEX-1A2B.SVC.US-EAST-1.PINECONE.IO")]
    public void AnIndexOfPineconesIsTaken(string value) =>
        Load(value, isDevelopment: false).PineconeHost!.Host.ShouldBe("index-1a2b.svc.us-east-1.pinecone.io");

    [Theory]
    [InlineData("http://index.svc.pinecone.io")]
    [InlineData("https://pinecone.io.evil.example")]
    [InlineData("https://index.pinecone.io.evil.example")]
    [InlineData("https://evilpinecone.io")]
    [InlineData("https://index.pinecone.io@evil.example")]
    [InlineData("https://evil.example/.pinecone.io")]
    [InlineData("https://evil.example?.pinecone.io")]
    [InlineData("https://evil.example#.pinecone.io")]
    [InlineData("https://evil.example\\.pinecone.io")]
    [InlineData("https://index.pinecone.io.")]
    [InlineData("https://index.pinecоne.io")]
    [InlineData("https://user:secret@index.pinecone.io")]
    [InlineData("https://index.pinecone.io:8443")]
    [InlineData("https://index.pinecone.io/other")]
    [InlineData("https://index.pinecone.io/?a=b")]
    [InlineData("ftp://index.pinecone.io")]
    [InlineData("index.pinecone.io")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("https://localhost")]
    public void AnythingElseIsRefused(string value)
    {
        var message = Should.Throw<ConfigurationException>(() => Load(value, isDevelopment: false)).Message;

        message.ShouldStartWith("PINECONE_HOST ");
        message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    public void AStandInOnThisMachineIsTakenInDevelopment(string value) =>
        Load(value, isDevelopment: true).PineconeHost.ShouldBe(new Uri(value));

    [Theory]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://127.0.0.1.evil.example")]
    [InlineData("http://localhost@evil.example")]
    [InlineData("http://user@localhost:5080")]
    [InlineData("http://index.pinecone.io")]
    [InlineData("http://10.0.0.1")]
    public void WhatOnlyLooksLikeThisMachineIsRefusedInDevelopment(string value) =>
        Should.Throw<ConfigurationException>(() => Load(value, isDevelopment: true)).Message.ShouldStartWith("PINECONE_HOST ");

    [Theory]
    [InlineData("PINECONE_NAMESPACE", "a/b")]
    [InlineData("WANDB_PROJECT", "a b")]
    [InlineData("WANDB_ENTITY", "..")]
    [InlineData("BRAINTRUST_PROJECT", "a?b")]
    public void ANameThatWouldChangeAnAddressIsRefused(string name, string value) =>
        Should.Throw<ConfigurationException>(() => Load([new(name, value)], isDevelopment: false)).Message
            .ShouldBe($"{name} is '{value}', and must have 1 to 100 letters, digits, dots, hyphens and underscores");

    private static FrameworkSettings Load(string host, bool isDevelopment) => Load([new("PINECONE_HOST", host)], isDevelopment);

    private static FrameworkSettings Load(IEnumerable<KeyValuePair<string, string?>> variables, bool isDevelopment) =>
        FrameworkSettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(variables).Build(), isDevelopment);
}
