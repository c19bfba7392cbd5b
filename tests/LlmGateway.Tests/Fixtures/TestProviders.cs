using System.Diagnostics.Metrics;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Reasoning.Prompted;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MctsAspire.LlmGateway.Tests.Fixtures;

/// <summary>Providers as the service makes them, in front of servers of the tests' own.</summary>
internal static class TestProviders
{
    public const string Key = "sk-test-0123456789abcdefghij";

    public static readonly ChatMessage[] Hello = [new(ChatRole.System, "rules"), new(ChatRole.User, "hello")];

    public static LanguageTelemetry Telemetry(TimeProvider? time = null, bool recordContent = false) => new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), time ?? TimeProvider.System, NullLogger<LanguageTelemetry>.Instance, new ModelNames(["model-1", "embed-1"]), recordContent);

    public static ProviderSettings Settings(string name, Uri address, int retries = 0, TimeSpan? timeout = null) => new(
        name, address, new Secret(Key), "model-1", name == ProviderSettings.Anthropic ? null : "embed-1", timeout ?? TimeSpan.FromSeconds(30), retries);

    public static LanguageProvider Create(ProviderSettings settings, TimeProvider? time = null, LanguageTelemetry? telemetry = null) =>
        LanguagePipeline.Provider(settings, telemetry ?? Telemetry(time), time ?? TimeProvider.System);

    public static LanguageProvider OpenAi(Uri address, int retries = 0, TimeSpan? timeout = null, TimeProvider? time = null) =>
        Create(Settings(ProviderSettings.OpenAi, address, retries, timeout), time);

    public static PromptedReasoner Reasoner(FakeOpenAi server)
    {
        var settings = Settings(ProviderSettings.OpenAi, server.Address);
        return new PromptedReasoner(Create(settings).Chat, new LanguageChain([settings], EndsEmbedded: false));
    }
}
