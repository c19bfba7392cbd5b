using Anthropic.Core;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class ProviderSettingsTests
{
    private static readonly FrameworkSettings Keys = new()
    {
        OpenAiApiKey = new Secret("sk-0123456789abcdefghij"),
        AnthropicApiKey = new Secret("sk-ant-0123456789abcdefghij"),
    };

    [Theory]
    [InlineData(LlmProvider.OpenAi, "openai", 2, 60, 1, 60)]
    [InlineData(LlmProvider.Anthropic, "anthropic", 2, 120, 2, 120)]
    [InlineData(LlmProvider.LmStudio, "lmstudio", 1, 300, 1, 60)]
    public void ProvidersHaveTheirOwnDefaults(LlmProvider provider, string name, int retries, int timeoutSeconds, int shortestWait, int longestWait)
    {
        var settings = ProviderSettings.For(provider, Keys);
        (settings.Name, settings.Retries, settings.Timeout.TotalSeconds, settings.ShortestWait.TotalSeconds, settings.LongestWait.TotalSeconds)
            .ShouldBe((name, retries, timeoutSeconds, shortestWait, longestWait));
    }

    [Fact]
    public void TheUsualModelOfAnthropicIsOneThatItsSdkKnows()
    {
        var model = new ApiEnum<string, Anthropic.Models.Messages.Model>(System.Text.Json.JsonSerializer.SerializeToElement(ProviderSettings.For(LlmProvider.Anthropic, Keys).Model));

        Enum.IsDefined(model.Value()).ShouldBeTrue();
    }

    [Fact]
    public void AVariableThatIsSetWins()
    {
        var settings = ProviderSettings.For(LlmProvider.OpenAi, Keys with { HttpMaxRetries = 0, HttpTimeoutSeconds = 5, OpenAiModel = "mine", LlmMaxConcurrency = 3, LlmMaxQueue = 4 });
        (settings.Model, settings.Retries, settings.Timeout.TotalSeconds, settings.Concurrency, settings.Queue).ShouldBe(("mine", 0, 5, 3, 4));
    }

    [Theory]
    [InlineData(LlmProvider.OpenAi)]
    [InlineData(LlmProvider.Anthropic)]
    public void TheKeyIsNotShown(LlmProvider provider) => ProviderSettings.For(provider, Keys).ToString().ShouldNotContain("0123456789");

    [Theory]
    [InlineData(LlmProvider.OpenAi, "OPENAI_API_KEY")]
    [InlineData(LlmProvider.Anthropic, "ANTHROPIC_API_KEY")]
    public void AMissingKeyIsNamed(LlmProvider provider, string variable) =>
        Should.Throw<ConfigurationException>(() => ProviderSettings.For(provider, new FrameworkSettings())).Message.ShouldStartWith($"{variable} is not set");

    [Fact]
    public void AChainTellsWhoIsAskedInWhichOrder()
    {
        var chain = LanguageChain.From(Keys with { LlmProvider = LlmProvider.OpenAi, LlmFallbacks = [LlmProvider.Anthropic, LlmProvider.Embedded] });
        chain.Description.ShouldBe("openai (gpt-4.1-mini), then anthropic (claude-haiku-5-5), then embedded");
        (chain.Name, chain.Completes, chain.EndsEmbedded).ShouldBe(("openai", true, true));
    }

    [Fact]
    public void AChainWithoutALanguageModelIsEmbedded()
    {
        var chain = LanguageChain.From(new FrameworkSettings());
        (chain.Name, chain.Completes, chain.Description).ShouldBe(("embedded", false, "embedded"));
    }
}
