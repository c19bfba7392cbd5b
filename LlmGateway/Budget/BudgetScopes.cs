using System.Globalization;
using MctsAspire.Protos.Llm;
using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.Storage.Budgets;

namespace MctsAspire.LlmGateway.Budget;

/// <summary>Whose budgets a call counts on.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock; a client's day is one of UTC.</param>
internal sealed class BudgetScopes(BudgetOptions options, TimeProvider time)
{
    private const string Client = "client";
    private const string Thread = "thread";
    private const string Run = "run";
    private const string Share = "share";

    private readonly BudgetLimits _client = Limits(options.ClientPerDay);
    private readonly BudgetLimits _thread = Limits(options.Thread);
    private readonly BudgetLimits _run = Limits(options.Run);

    /// <summary>Whether anything is limited.</summary>
    public bool Any => _client.Any || _thread.Any || _run.Any;

    /// <summary>The accounts of a caller that have limits.</summary>
    public IReadOnlyList<BudgetAccount> Of(CallContext? caller)
    {
        var allowed = ClientAllowance.Current?.TokensPerDay;
        if (caller is null || (!Any && allowed is null))
            return [];
        var accounts = new List<BudgetAccount>(3);
        // What the client's key allows and what is set for all clients: the narrower one holds.
        var client = allowed is null ? _client : _client with { Tokens = Math.Min(allowed.Value, _client.Tokens ?? long.MaxValue) };
        if (client.Any && caller.ClientId.Length > 0)
            accounts.Add(new BudgetAccount(string.Create(CultureInfo.InvariantCulture, $"{Client}:{time.GetUtcNow():yyyy-MM-dd}:{caller.ClientId}"), client));
        if (_thread.Any && caller.ThreadId.Length > 0)
            accounts.Add(new BudgetAccount($"{Thread}:{caller.ClientId}/{caller.ThreadId}", _thread));
        if (_run.Any && caller.RunId.Length > 0)
            accounts.Add(new BudgetAccount($"{Run}:{caller.ClientId}/{caller.RunId}", _run));
        return accounts;
    }

    /// <summary>How the budget is divided among the shards of a search; null: the caller is no search, or a search of nobody's.</summary>
    public static BudgetSplit? SplitOf(CallContext? caller)
    {
        if (caller is not { Shards: > 0 } || caller.RunId.Length == 0)
            return null;
        var search = $"{caller.RunId}/{caller.Step}";
        return new BudgetSplit(search, caller.Shards, string.Create(CultureInfo.InvariantCulture, $"{Share}:{search}/{caller.Shard}"));
    }

    /// <summary>The kind of an account, as messages and measurements name it.</summary>
    public static string KindOf(string account) => account[..account.IndexOf(':')];

    /// <summary>What an account is called in a message to its owner.</summary>
    public static string TitleOf(string account) => KindOf(account) switch
    {
        Client => "the client's budget of this day",
        Thread => "the thread's budget",
        Run => "the run's budget",
        _ => "this shard's share of the search's budget",
    };

    /// <summary>When an account has something again; null: never.</summary>
    public TimeSpan? RenewalOf(string account)
    {
        var now = time.GetUtcNow();
        return KindOf(account) == Client ? now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime : null;
    }

    private static BudgetLimits Limits(BudgetLimitOptions options) => new(
        options.Tokens,
        options.Usd is { } usd ? (long)decimal.Floor(usd * Price.NanoUsd) : null,
        options.Calls,
        options.Milliseconds);
}
