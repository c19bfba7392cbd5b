using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Lets the payment of a call go down the pipeline beside the options, to where its attempts are made. Providers never see it.</summary>
internal static class PaidCallExtensions
{
    private const string Key = "mcts.paid";

    /// <summary>Options of a call that is paid for; as they are when nothing is set aside for it.</summary>
    /// <param name="options">The call's options.</param>
    /// <param name="paid">The payment.</param>
    public static ChatOptions? With(this ChatOptions? options, PaidCall paid)
    {
        if (!paid.IsLimited)
            return options;
        var own = options?.Clone() ?? new ChatOptions();
        (own.AdditionalProperties ??= [])[Key] = paid;
        return own;
    }

    /// <inheritdoc cref="With(ChatOptions?, PaidCall)"/>
    public static EmbeddingGenerationOptions? With(this EmbeddingGenerationOptions? options, PaidCall paid)
    {
        if (!paid.IsLimited)
            return options;
        var own = options?.Clone() ?? new EmbeddingGenerationOptions();
        (own.AdditionalProperties ??= [])[Key] = paid;
        return own;
    }

    /// <summary>Makes sure, before an attempt goes out, that what was set aside for it still is.</summary>
    /// <param name="options">The call's options; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ServiceDefaults.Errors.BudgetException">Others have it by now.</exception>
    public static Task EnsurePaidAsync(this ChatOptions? options, CancellationToken cancellationToken) => EnsureAsync(options?.AdditionalProperties, cancellationToken);

    /// <inheritdoc cref="EnsurePaidAsync(ChatOptions?, CancellationToken)"/>
    public static Task EnsurePaidAsync(this EmbeddingGenerationOptions? options, CancellationToken cancellationToken) => EnsureAsync(options?.AdditionalProperties, cancellationToken);

    private static Task EnsureAsync(AdditionalPropertiesDictionary? properties, CancellationToken cancellationToken) =>
        properties is not null && properties.TryGetValue(Key, out PaidCall? paid) ? paid.EnsureAsync(cancellationToken) : Task.CompletedTask;
}
