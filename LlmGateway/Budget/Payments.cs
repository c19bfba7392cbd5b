using MctsAspire.Protos.Llm;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>What pays for calls: the budgets and the prices.</summary>
/// <param name="ledger">The budgets.</param>
/// <param name="prices">The prices.</param>
/// <param name="telemetry">The measurements.</param>
/// <param name="time">The clock.</param>
internal sealed class Payments(BudgetLedger ledger, PriceTable prices, PaymentTelemetry telemetry, TimeProvider time)
{
    // No call takes longer: an attempt has five minutes at most, and the callers of this service wait less than that.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);

    /// <summary>The measurements.</summary>
    public PaymentTelemetry Telemetry => telemetry;

    /// <summary>Sets aside the most that a call can use.</summary>
    /// <param name="caller">Who pays; null: nobody.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="model">The model.</param>
    /// <param name="mostInput">The most tokens that it can read.</param>
    /// <param name="mostOutput">The most tokens that it can write.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="ServiceDefaults.Errors.BudgetException">A budget does not allow the call.</exception>
    public Task<PaidCall> BeginAsync(CallContext? caller, string provider, string model, long mostInput, long mostOutput, CancellationToken cancellationToken) =>
        PaidCall.BeginAsync(ledger, caller, (provider, model), prices.Of(provider, model), (mostInput, mostOutput), LongestCall, time, cancellationToken);
}
