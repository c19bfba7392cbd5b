using System.Diagnostics.Metrics;
using MctsAspire.LlmGateway.Budget;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Reasoning;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.LlmGateway.Reasoning.Prompted;
using MctsAspire.LlmGateway.Rpc;
using MctsAspire.LlmGateway.Stores;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Configuration;
using Microsoft.Extensions.Options;

namespace MctsAspire.LlmGateway;

internal static class Extensions
{
    private const string Role = "llm";

    /// <summary>What this service is made of. A provider without its key stops the process before anything starts.</summary>
    public static void AddLanguage(this IHostApplicationBuilder builder)
    {
        var settings = SettingsOf(builder.Services);
        var chain = LanguageChain.From(settings);
        builder.Services.AddSingleton(chain);
        builder.Services.AddBackend(Role, chain.Description);
        builder.Services.AddSingleton(new ModelNames(chain.Providers.SelectMany(provider => new[] { provider.Model, provider.EmbeddingModel }).OfType<string>().Append(EmbeddedReasoner.ModelName)));
        builder.Services.AddSingleton(services => new LanguageTelemetry(
            services.GetRequiredService<IMeterFactory>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<LanguageTelemetry>>(),
            services.GetRequiredService<ModelNames>(),
            settings.RecordLlmContent));
        builder.AddLanguageStores(chain);
        builder.Services.AddSingleton(services => LanguagePipeline.Create(
            chain,
            services.GetRequiredService<LanguageTelemetry>(),
            services.GetRequiredService<TimeProvider>(),
            (provider, settings) => provider.Paid(settings, services.GetRequiredService<Payments>())).Cached(chain, services));
        builder.Services.AddSingleton(services => services.GetRequiredService<LanguagePipeline>().Chat);
        builder.Services.AddSingleton(services => services.GetRequiredService<LanguagePipeline>().Embeddings);
        builder.AddReasoning(chain);
    }

    /// <summary>Serves the contracts.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<ReasoningService>();
        app.MapGrpcService<LanguageModelService>();
    }

    private static void AddReasoning(this IHostApplicationBuilder builder, LanguageChain chain)
    {
        builder.Services.AddSingleton<EvidenceReader>();
        builder.Services.AddSingleton<EmbeddedReasoner>();
        builder.Services.AddSingleton<PromptedReasoner>();
        if (!chain.Completes)
            builder.Services.AddSingleton<IReasoner>(services => services.GetRequiredService<EmbeddedReasoner>());
        else if (chain.EndsEmbedded)
            builder.Services.AddSingleton<IReasoner, FallbackReasoner>();
        else
            builder.Services.AddSingleton<IReasoner>(services => services.GetRequiredService<PromptedReasoner>());
    }

    // The defaults register the settings as they are, read and checked.
    private static FrameworkSettings SettingsOf(IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<IOptions<FrameworkSettings>>().Single().Value;
}
