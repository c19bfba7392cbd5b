using System.Diagnostics.Metrics;
using MctsAspire.LlmGateway.Telemetry;
using MctsAspire.Storage.Budgets;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Measures what was not asked again, what was refused, and what was paid.</summary>
internal sealed class PaymentTelemetry
{
    private const string MeterName = "MctsAspire.LlmGateway";

    private readonly ModelNames _models;
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _replays;
    private readonly Counter<long> _refusals;
    private readonly Counter<double> _cost;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where meters come from.</param>
    /// <param name="models">The names of models that measurements are told by.</param>
    public PaymentTelemetry(IMeterFactory meters, ModelNames models)
    {
        _models = models;
        var meter = meters.Create(MeterName);
        _lookups = meter.CreateCounter<long>("mcts.llm.cache.lookups", "{lookup}", "Requests that the cache was asked for, by result: memory, store, shared or miss.");
        _replays = meter.CreateCounter<long>("mcts.llm.journal.replays", "{call}", "Calls that the journal answered, by method.");
        _refusals = meter.CreateCounter<long>("mcts.llm.budget.refusals", "{call}", "Calls that a budget did not allow, by scope and dimension.");
        _cost = meter.CreateCounter<double>("mcts.llm.cost", "USD", "What calls cost by the price table, by provider and model.");
    }

    /// <summary>The cache was asked.</summary>
    /// <param name="result"><c>memory</c>, <c>store</c>, <c>shared</c> (another call of the same was under way) or <c>miss</c>.</param>
    public void LookedUp(string result) => _lookups.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>The journal answered.</summary>
    public void Replayed(string method) => _replays.Add(1, new KeyValuePair<string, object?>("method", method));

    /// <summary>A budget refused.</summary>
    public void Refused(BudgetRefusal refusal) => _refusals.Add(
        1,
        new KeyValuePair<string, object?>("scope", BudgetScopes.KindOf(refusal.Account)),
        new KeyValuePair<string, object?>("dimension", refusal.Dimension switch
        {
            BudgetDimension.Tokens => "tokens",
            BudgetDimension.NanoUsd => "usd",
            BudgetDimension.Calls => "calls",
            _ => "milliseconds",
        }));

    /// <summary>A call was paid.</summary>
    public void Paid(string provider, string model, decimal usd) =>
        _cost.Add((double)usd, new KeyValuePair<string, object?>("gen_ai.provider.name", provider), new KeyValuePair<string, object?>("gen_ai.request.model", _models.Answered(model)));
}
