using System.Runtime.CompilerServices;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Providers.Fallback;

/// <summary>
/// Asks the providers of a chain in their order until one answers. A stream moves on only before its first piece. A model that the caller names is the
/// first provider's: the others answer with the models that are configured for them.
/// </summary>
/// <param name="providers">The chain, at least one.</param>
/// <param name="telemetry">The measurements.</param>
internal sealed class FallbackChatClient(IReadOnlyList<LanguageProvider> providers, LanguageTelemetry telemetry) : IChatClient
{
    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var failures = new List<LlmException>();
        for (var i = 0; ; i++)
        {
            try
            {
                return await providers[i].Chat.GetResponseAsync(conversation, OptionsFor(i, options), cancellationToken);
            }
            catch (LlmException failure) when (FallbackRules.MovesOn(failure))
            {
                failures.Add(failure);
                MoveOn(i, failures);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var failures = new List<LlmException>();
        for (var i = 0; ; i++)
        {
            await using var updates = providers[i].Chat.GetStreamingResponseAsync(conversation, OptionsFor(i, options), cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool any;
            try
            {
                any = await updates.MoveNextAsync();
            }
            catch (LlmException failure) when (FallbackRules.MovesOn(failure))
            {
                failures.Add(failure);
                MoveOn(i, failures);
                continue;
            }

            for (; any; any = await updates.MoveNextAsync())
                yield return updates.Current;
            yield break;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : providers[0].Chat.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var provider in providers)
            provider.Dispose();
    }

    private void MoveOn(int i, List<LlmException> failures)
    {
        if (i + 1 == providers.Count)
            throw FallbackRules.Summary(failures);
        telemetry.MovedOn(providers[i].Name, providers[i + 1].Name, failures[^1]);
    }

    private static ChatOptions? OptionsFor(int i, ChatOptions? options)
    {
        if (i == 0 || options?.ModelId is null)
            return options;
        var own = options.Clone();
        own.ModelId = null;
        return own;
    }
}
