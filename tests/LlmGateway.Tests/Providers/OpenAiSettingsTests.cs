using MctsAspire.LlmGateway.Providers.OpenAi;
using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.LlmGateway.Tests.Providers;

public sealed class OpenAiSettingsTests
{
    [Fact]
    public void ProvidersHaveTheirOwnDefaults()
    {
        var settings = new FrameworkSettings { OpenAiApiKey = new Secret("sk-0123456789abcdefghij") };
        var openAi = OpenAiSettings.ForOpenAi(settings);
        (openAi.Name, openAi.Retries, openAi.Timeout).ShouldBe(("openai", 2, TimeSpan.FromSeconds(60)));
        var lmStudio = OpenAiSettings.ForLmStudio(settings);
        (lmStudio.Name, lmStudio.Retries, lmStudio.Timeout, lmStudio.Model).ShouldBe(("lmstudio", 1, TimeSpan.FromSeconds(300), "liquid/lfm2-1.2b"));
    }

    [Fact]
    public void AVariableThatIsSetWins()
    {
        var settings = new FrameworkSettings { OpenAiApiKey = new Secret("sk-0123456789abcdefghij"), HttpMaxRetries = 0, HttpTimeoutSeconds = 5, OpenAiModel = "mine" };
        var openAi = OpenAiSettings.ForOpenAi(settings);
        (openAi.Model, openAi.Retries, openAi.Timeout).ShouldBe(("mine", 0, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void TheKeyIsNotShown() => OpenAiSettings.ForOpenAi(new FrameworkSettings { OpenAiApiKey = new Secret("sk-0123456789abcdefghij") }).ToString().ShouldNotContain("sk-0");
}
