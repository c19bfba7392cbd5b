namespace MctsAspire.LlmGateway.Budget;

/// <summary>What a model costs.</summary>
/// <param name="InputUsd">US dollars for a million tokens read.</param>
/// <param name="OutputUsd">US dollars for a million tokens written.</param>
internal readonly record struct Price(decimal InputUsd, decimal OutputUsd)
{
    /// <summary>Billionths of a dollar in one.</summary>
    public const long NanoUsd = 1_000_000_000;

    private const long Million = 1_000_000;

    /// <summary>What tokens cost, in billionths of a dollar, rounded up: a budget is never charged too little.</summary>
    public long Of(long inputTokens, long outputTokens) =>
        (long)decimal.Ceiling(((inputTokens * InputUsd) + (outputTokens * OutputUsd)) * (NanoUsd / Million));
}
