using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Reasoning;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Client = MctsAspire.Protos.Llm.LanguageModel.LanguageModelClient;

namespace MctsAspire.Orchestrator.OpenAi;

/// <summary>Words what LlmGateway could not do as a client of OpenAI's API expects it: what is wrong with its request is told as that, and what may pass as something that may.</summary>
internal sealed class ProviderLookup(Client client, IOptions<OrchestratorOptions> options, TimeProvider time)
{
    /// <summary>Whether a failure has another wording.</summary>
    public static bool Explains(Exception failure) => failure is ConfigurationException or LlmException;

    /// <summary>What to tell the client.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="field">The field that holds what was given to the model.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<FrameworkException> ExplainAsync(FrameworkException failure, string field, CancellationToken cancellationToken) => failure is LlmException llm
        ? Explain(llm, field)
        : await IsSetUpAsync(cancellationToken)
        ? failure
        : new ValidationException(
            "model",
            "direct needs a language model, and none is set up here; set LLM_PROVIDER to openai, anthropic or lmstudio with its key, or ask mcts, hrm, trm or auto",
            failure);

    private static FrameworkException Explain(LlmException failure, string field) => failure.Kind switch
    {
        LlmErrorKind.ContextLength or LlmErrorKind.ContentFilter or LlmErrorKind.BadRequest => new ValidationException(field, failure.Message, failure),
        LlmErrorKind.RateLimit => new RateLimitException(failure.Message, failure.RetryAfter, failure),
        LlmErrorKind.Timeout => new OperationTimeoutException(failure.Message, failure),
        _ => failure,
    };

    private async Task<bool> IsSetUpAsync(CancellationToken cancellationToken)
    {
        var provider = await UnaryCall.RunAsync(
            call => client.GetProviderAsync(new GetProviderRequest(), call),
            TimeSpan.FromSeconds(options.Value.CallTimeoutSeconds),
            time,
            cancellationToken);
        return provider.Completes;
    }
}
