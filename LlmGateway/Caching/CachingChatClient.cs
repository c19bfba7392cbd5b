using System.Runtime.CompilerServices;
using MctsAspire.LlmGateway.Providers;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Caching;

/// <summary>
/// Gives the answer to a request that is deterministic from the cache, and asks once when many ask for the same at the same time. Only whole answers
/// are kept: no failure, none that was cut off, none that was refused.
/// </summary>
/// <param name="inner">Who answers what is not known.</param>
/// <param name="providers">The providers that may answer, in their order: another order may give another answer.</param>
/// <param name="cache">The answers.</param>
/// <param name="time">The clock.</param>
internal sealed class CachingChatClient(IChatClient inner, string providers, AnswerCache<CachedAnswer> cache, TimeProvider time) : DelegatingChatClient(inner)
{
    private readonly Flights<string, Task<ChatResponse>> _calls = new(call => call, TimeSpan.Zero, time);
    private readonly Flights<string, SharedSequence<ChatResponseUpdate>> _streams = new(stream => stream.End, TimeSpan.Zero, time);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (CanonicalRequest.KeyOf(providers, conversation, options) is not { } key)
            return await base.GetResponseAsync(conversation, options, cancellationToken);
        if (cache.FindInMemory(key) is { } known)
            return known.ToResponse();

        using var seat = _calls.Join(key, token => Task.Run(() => AskAsync(key, conversation, options, token), CancellationToken.None));
        if (!seat.IsFirst)
            cache.Shared();
        ChatResponse response;
        try
        {
            response = await seat.Work.WaitAsync(cancellationToken);
        }
        catch (BudgetException) when (!seat.IsFirst)
        {
            // Whoever asked first could not pay, which is nobody else's matter: who came after asks for himself.
            return await AskAsync(key, conversation, options, cancellationToken);
        }

        // Whoever asked first has paid; to the others it is an answer of the cache, if the cache may keep it at all.
        return seat.IsFirst ? response : CachedAnswer.Of(response)?.ToResponse() ?? Unpaid(response);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        if (CanonicalRequest.KeyOf(providers, conversation, options) is not { } key)
        {
            await foreach (var update in base.GetStreamingResponseAsync(conversation, options, cancellationToken))
                yield return update;
            yield break;
        }

        if ((cache.FindInMemory(key) ?? await cache.FindInStoreAsync(key, cancellationToken)) is { } known)
        {
            foreach (var update in known.ToUpdates())
                yield return update;
            yield break;
        }

        using var seat = _streams.Join(
            key,
            token => SharedSequence<ChatResponseUpdate>.Begin(stop => base.GetStreamingResponseAsync(conversation, options, stop), updates => KeepAsync(key, options, updates), token));
        if (!seat.IsFirst)
            cache.Shared();
        await using var shared = seat.Work.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        for (var any = false; ; any = true)
        {
            try
            {
                if (!await shared.MoveNextAsync())
                    yield break;
            }
            catch (BudgetException) when (!seat.IsFirst && !any)
            {
                // As above: who came after asks for himself.
                break;
            }

            yield return seat.IsFirst ? shared.Current : Unpaid(shared.Current);
        }

        await foreach (var update in base.GetStreamingResponseAsync(conversation, options, cancellationToken))
            yield return update;
    }

    private static ChatResponse Unpaid(ChatResponse response)
    {
        var copy = new ChatResponse([.. response.Messages]) { ModelId = response.ModelId, FinishReason = response.FinishReason, Usage = new UsageDetails() };
        return response.Origin() is { } origin ? copy.From(origin with { Cached = true, CostUsd = 0 }) : copy;
    }

    private static ChatResponseUpdate Unpaid(ChatResponseUpdate update)
    {
        var copy = new ChatResponseUpdate(update.Role, [.. update.Contents.Where(content => content is not UsageContent)])
        {
            ModelId = update.ModelId,
            FinishReason = update.FinishReason,
        };
        return update.Origin() is { } origin ? copy.From(origin with { Cached = true, CostUsd = 0 }) : copy;
    }

    private async Task<ChatResponse> AskAsync(string key, IReadOnlyCollection<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (await cache.FindInStoreAsync(key, cancellationToken) is { } known)
            return known.ToResponse();
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        if (options.Keeps(response) && CachedAnswer.Of(response) is { } answer)
            await cache.KeepAsync(key, answer);
        return response;
    }

    private async Task KeepAsync(string key, ChatOptions? options, IReadOnlyList<ChatResponseUpdate> updates)
    {
        if (updates is not [.., var last] || last.Origin() is not { } origin)
            return;
        var response = updates.ToChatResponse().From(origin);
        if (options.Keeps(response) && CachedAnswer.Of(response) is { } answer)
            await cache.KeepAsync(key, answer);
    }
}
