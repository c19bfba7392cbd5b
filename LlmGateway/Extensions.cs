using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Providers.OpenAi;
using MctsAspire.LlmGateway.Reasoning;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.LlmGateway.Reasoning.Prompted;
using MctsAspire.LlmGateway.Rpc;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.LlmGateway;

internal static class Extensions
{
    private const string Role = "llm";

    /// <summary>What this service is made of. A provider that is not served stops the process before anything starts.</summary>
    public static void AddLanguage(this IHostApplicationBuilder builder)
    {
        var provider = CreateProvider(SettingsOf(builder.Services));
        builder.Services.AddSingleton<LanguageTelemetry>();
        builder.Services.AddSingleton(provider);
        builder.Services.AddBackend(Role, provider.Description);
        builder.Services.AddSingleton<EvidenceReader>();
        if (provider.Completes)
            builder.Services.AddSingleton<IReasoner, PromptedReasoner>();
        else
            builder.Services.AddSingleton<IReasoner, EmbeddedReasoner>();
    }

    /// <summary>Serves the contracts.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<ReasoningService>();
        app.MapGrpcService<LanguageModelService>();
    }

    private static ILanguageProvider CreateProvider(FrameworkSettings settings) => settings.LlmProvider switch
    {
        LlmProvider.Embedded => new EmbeddedProvider(),
        LlmProvider.OpenAi => new OpenAiProvider(OpenAiSettings.ForOpenAi(settings)),
        LlmProvider.LmStudio => new OpenAiProvider(OpenAiSettings.ForLmStudio(settings)),
        _ => throw new ConfigurationException("LLM_PROVIDER", "is anthropic, which this version does not serve; set it to openai, lmstudio or embedded"),
    };

    // The defaults register the settings as they are, read and checked.
    private static FrameworkSettings SettingsOf(IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<IOptions<FrameworkSettings>>().Single().Value;
}
