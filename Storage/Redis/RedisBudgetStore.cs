using System.Globalization;
using MctsAspire.Storage.Budgets;
using StackExchange.Redis;

namespace MctsAspire.Storage.Redis;

/// <summary>Budgets in Redis, for all processes that share it.</summary>
internal sealed class RedisBudgetStore(RedisCommands redis, TimeSpan retention) : IBudgetStore
{
    private const string Prefix = RedisCommands.Prefix + "budget:";
    private static readonly RedisKey[] Keys = [Prefix + "leases"];
    private static readonly RedisValue[] Fields = ["s1", "s2", "s3", "s4", "r1", "r2", "r3", "r4"];

    public async Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        var most = request.Most;
        List<RedisValue> arguments =
        [
            request.Now.ToUnixTimeMilliseconds(), request.LeaseUntil.ToUnixTimeMilliseconds(), request.Id,
            most.Tokens, most.NanoUsd, most.Calls, most.Milliseconds,
            request.Split?.Name ?? "", request.Split?.Shards ?? 0, request.Split?.Share ?? "",
        ];
        foreach (var account in request.Accounts)
        {
            arguments.Add(account.Name);
            foreach (var dimension in Enum.GetValues<BudgetDimension>())
                arguments.Add(account.Limits[dimension]?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        var result = (RedisResult[])(await RunAsync(RedisBudgetScripts.Reserve, arguments, cancellationToken))!;
        List<string> names = [.. request.Accounts.Select(account => account.Name)];
        if (request.Split is { } split)
            names.Add(split.Share);
        if ((int)result[0] == 1)
            return new BudgetDecision(most with { Milliseconds = (long)result[1] }, null, names);

        var refusal = new BudgetRefusal(
            names[(int)result[1] - 1], (BudgetDimension)((int)result[2] - 1), (long)result[3], (long)result[4], (long)result[5], (long)result[6]);
        return new BudgetDecision(null, refusal, []);
    }

    public Task SettleAsync(string id, IReadOnlyList<string> accounts, BudgetAmounts used, bool again, DateTimeOffset now, CancellationToken cancellationToken) =>
        RunAsync(
            RedisBudgetScripts.Settle,
            [id, again ? 1 : 0, used.Tokens, used.NanoUsd, used.Calls, used.Milliseconds, .. accounts.Select(account => (RedisValue)account)],
            cancellationToken);

    public async Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        (string[])(await RunAsync(RedisBudgetScripts.Renew, [leaseUntil.ToUnixTimeMilliseconds(), .. ids.Select(id => (RedisValue)id)], cancellationToken))!;

    public async Task<BudgetBalance> ReadAsync(string account, CancellationToken cancellationToken)
    {
        var values = await redis.RunAsync(database => database.HashGetAsync(Prefix + "account:" + account, Fields), cancellationToken);
        long At(int field) => values[field].IsNull ? 0 : (long)values[field];
        return new BudgetBalance(new BudgetAmounts(At(0), At(1), At(2), At(3)), new BudgetAmounts(At(4), At(5), At(6), At(7)));
    }

    private Task<RedisResult> RunAsync(string script, IEnumerable<RedisValue> arguments, CancellationToken cancellationToken)
    {
        RedisValue[] values = [Prefix, (long)retention.TotalMilliseconds, .. arguments];
        return redis.RunAsync(database => database.ScriptEvaluateAsync(script, Keys, values), cancellationToken);
    }
}
