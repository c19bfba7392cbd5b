using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.LanguageModel.LanguageModelClient;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Tells a model that this installation does not have from one that is set up wrongly.</summary>
internal sealed class ProviderLookup(Client client, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    /// <summary>What to tell a client whose request LlmGateway could not serve as it is configured.</summary>
    public async Task<FrameworkException> ExplainAsync(ConfigurationException problem, CancellationToken cancellationToken)
    {
        var provider = await UnaryCall.RunAsync(
            call => client.GetProviderAsync(new GetProviderRequest(), call),
            TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds),
            time,
            cancellationToken);
        return provider.Completes
            ? problem
            : new ValidationException(
                "model",
                "direct needs a language model, and none is set up here; set LLM_PROVIDER to openai, anthropic or lmstudio with its key, or ask mcts, hrm or trm",
                problem);
    }
}
