using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage.Budgets;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Says which budget ended, and what is left of it.</summary>
internal static class BudgetRefusals
{
    /// <summary>The failure of a call that a budget does not allow.</summary>
    public static BudgetException Of(BudgetRefusal refusal, BudgetScopes scopes)
    {
        var left = Math.Max(0, refusal.Limit - refusal.Spent - refusal.Reserved);
        var renewal = scopes.RenewalOf(refusal.Account);
        var next = renewal is null
            ? "Ask for less, or have the limit raised."
            : "Ask for less, wait for the next day (UTC), or have the limit raised.";
        return new BudgetException(
            $"{Sentence(BudgetScopes.TitleOf(refusal.Account))} does not allow this call: of {Amount(refusal.Limit, refusal.Dimension)} {Amount(left, refusal.Dimension)} are left, "
            + $"and the call may use {Amount(refusal.Asked, refusal.Dimension)}. {next}",
            renewal);
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Amount(long amount, BudgetDimension dimension) => dimension switch
    {
        BudgetDimension.Tokens => string.Create(CultureInfo.InvariantCulture, $"{amount} tokens"),
        BudgetDimension.NanoUsd => string.Create(CultureInfo.InvariantCulture, $"{(decimal)amount / Price.NanoUsd:0.#########} US dollars"),
        BudgetDimension.Calls => string.Create(CultureInfo.InvariantCulture, $"{amount} calls"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{amount} milliseconds"),
    };
}
