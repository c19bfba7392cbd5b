using System.Runtime.CompilerServices;
using System.Text;
using MctsAspire.LlmGateway.Providers;
using Microsoft.Extensions.AI;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Lets a provider be called when its caller's budgets allow it, and charges them with what the call has used.</summary>
/// <param name="inner">The provider.</param>
/// <param name="provider">Its name.</param>
/// <param name="usualModel">The model when the caller names none.</param>
/// <param name="payments">What pays.</param>
internal sealed class BudgetChatClient(IChatClient inner, string provider, string usualModel, Payments payments) : DelegatingChatClient(inner)
{
    // What an answer may have when nobody says; with a budget, somebody must.
    private const int UsualMaxTokens = 4096;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        options = Bounded(options);
        await using var paid = await BeginAsync(conversation, options, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(conversation, options.With(paid), paid.Token);
            var cost = await paid.ChargeAsync(response.Usage, CallBound.TextTokens(response.Text));
            return response.From(Charged(response.Origin(), options, cost));
        }
        catch (Exception) when (paid.IsOutOfTime && !cancellationToken.IsCancellationRequested)
        {
            await paid.ChargeTimeAsync();
            throw PaidCall.OutOfTime();
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        options = Bounded(options);
        await using var paid = await BeginAsync(conversation, options, cancellationToken);
        UsageDetails? usage = null;
        var written = 0L;
        var settled = false;
        try
        {
            await using var updates = base.GetStreamingResponseAsync(conversation, options.With(paid), paid.Token).GetAsyncEnumerator(paid.Token);
            while (await NextAsync(updates, paid, cancellationToken))
            {
                var update = updates.Current;
                usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
                written += Encoding.UTF8.GetByteCount(update.Text);
                if (update.FinishReason is not null)
                {
                    settled = true;
                    var cost = await paid.ChargeAsync(usage, written);
                    update.From(Charged(update.Origin(), options, cost));
                }

                yield return update;
            }
        }
        finally
        {
            // A stream that was left in the middle has been paid for as far as it came.
            if (!settled && written > 0)
                await paid.ChargeAsync(usage, Math.Min(written, options.MaxOutputTokens!.Value));
            else if (!settled && paid.IsOutOfTime)
                await paid.ChargeTimeAsync();
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, PaidCall paid, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (paid.IsOutOfTime && !cancellationToken.IsCancellationRequested)
        {
            throw PaidCall.OutOfTime();
        }
    }

    private static ChatOptions Bounded(ChatOptions? options)
    {
        if (options?.MaxOutputTokens is not null)
            return options;
        var bounded = options?.Clone() ?? new ChatOptions();
        bounded.MaxOutputTokens = UsualMaxTokens;
        return bounded;
    }

    private Task<PaidCall> BeginAsync(IReadOnlyCollection<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        payments.BeginAsync(options.Caller(), provider, options.ModelId ?? usualModel, CallBound.InputTokens(messages, options), options.MaxOutputTokens!.Value, cancellationToken);

    private CallOrigin Charged(CallOrigin? origin, ChatOptions options, decimal? cost)
    {
        if (cost is { } usd)
            payments.Telemetry.Paid(provider, options.ModelId ?? usualModel, usd);
        return (origin ?? new CallOrigin(provider)) with { CostUsd = (double?)cost };
    }
}
