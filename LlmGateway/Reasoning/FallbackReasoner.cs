using MctsAspire.LlmGateway.Providers;
using MctsAspire.LlmGateway.Providers.Fallback;
using MctsAspire.LlmGateway.Reasoning.Embedded;
using MctsAspire.LlmGateway.Reasoning.Prompted;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.LlmGateway.Reasoning;

/// <summary>Reasons with the language models of the chain, and embedded when none of them can answer. The origin of a response says which it was.</summary>
/// <param name="prompted">Reasons with language models.</param>
/// <param name="embedded">Reasons without.</param>
/// <param name="chain">The language models.</param>
/// <param name="telemetry">The measurements.</param>
internal sealed class FallbackReasoner(PromptedReasoner prompted, EmbeddedReasoner embedded, LanguageChain chain, LanguageTelemetry telemetry) : IReasoner
{
    /// <inheritdoc/>
    public Task<DecomposeResponse> DecomposeAsync(DecomposeRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.DecomposeAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<DraftResponse> AnswerAsync(AnswerRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.AnswerAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<CritiqueResponse> CritiqueAsync(CritiqueRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.CritiqueAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<DraftResponse> RefineAsync(RefineRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.RefineAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<ProposeResponse> ProposeAsync(ProposeRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.ProposeAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<EvaluateResponse> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.EvaluateAsync(request, cancellationToken));

    /// <inheritdoc/>
    public Task<DraftResponse> SynthesizeAsync(SynthesizeRequest request, CancellationToken cancellationToken) =>
        RunAsync(reasoner => reasoner.SynthesizeAsync(request, cancellationToken));

    private async Task<T> RunAsync<T>(Func<IReasoner, Task<T>> primitive)
    {
        try
        {
            return await primitive(prompted);
        }
        catch (LlmException failure) when (FallbackRules.MovesOn(failure))
        {
            telemetry.MovedOn(chain.Providers[^1].Name, EmbeddedReasoner.ProviderName, failure);
        }

        return await primitive(embedded);
    }
}
