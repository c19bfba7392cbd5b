using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Lets a provider be asked for vectors when its caller's budgets allow it, and charges them with what the call has used.</summary>
/// <param name="inner">The provider.</param>
/// <param name="provider">Its name.</param>
/// <param name="usualModel">The model when the caller names none.</param>
/// <param name="payments">What pays.</param>
internal sealed class BudgetEmbeddingGenerator(IEmbeddingGenerator<string, Embedding<float>> inner, string provider, string usualModel, Payments payments)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values as IReadOnlyCollection<string> ?? [.. values];
        var model = options?.ModelId ?? usualModel;
        await using var paid = await payments.BeginAsync(options.Caller(), provider, model, CallBound.InputTokens(texts), mostOutput: 0, cancellationToken);
        try
        {
            var vectors = await base.GenerateAsync(texts, options.With(paid), paid.Token);
            var cost = await paid.ChargeAsync(vectors.Usage, written: 0);
            if (cost is { } usd)
                payments.Telemetry.Paid(provider, model, usd);
            return vectors.From((vectors.Origin() ?? new CallOrigin(provider)) with { CostUsd = (double?)cost });
        }
        catch (Exception) when (paid.IsOutOfTime && !cancellationToken.IsCancellationRequested)
        {
            await paid.ChargeTimeAsync();
            throw PaidCall.OutOfTime();
        }
    }
}
