using System.Text.Json;
using MctsAspire.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace MctsAspire.Storage.Budgets;

/// <summary>Budgets in a SQLite file: every change is one transaction of the only writer.</summary>
internal sealed class SqliteBudgetStore(SqliteDatabase database) : IBudgetStore
{
    public Task<BudgetDecision> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Reserve(connection, request), cancellationToken);

    public Task SettleAsync(string id, IReadOnlyList<string> accounts, BudgetAmounts used, bool again, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync<object?>(
            connection =>
            {
                var held = Release(connection, "id = $1", id).Count > 0;
                var lapsed = connection.Execute("DELETE FROM lapsed WHERE id = $1", id) > 0;
                if (held || lapsed || !again)
                {
                    foreach (var account in accounts)
                        Add(connection, account, "spent", used, now);
                }

                return null;
            },
            cancellationToken);

    public Task<IReadOnlyCollection<string>> RenewAsync(IReadOnlyCollection<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyCollection<string>>(
            connection => [.. ids.Where(id => connection.Execute("UPDATE reservations SET lease_until = $2 WHERE id = $1", id, leaseUntil.ToUnixTimeMilliseconds()) > 0)],
            cancellationToken);

    public Task<BudgetBalance> ReadAsync(string account, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Balance(connection, account), cancellationToken);

    /// <summary>Deletes accounts that nobody has used since a time, and shares and reservations that were fixed or given back before it.</summary>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute("DELETE FROM accounts WHERE touched_at < $1 AND reserved_calls = 0 AND reserved_tokens = 0", before.ToUnixTimeMilliseconds())
                + connection.Execute("DELETE FROM shares WHERE made_at < $1", before.ToUnixTimeMilliseconds())
                + connection.Execute("DELETE FROM lapsed WHERE at < $1", before.ToUnixTimeMilliseconds()),
            cancellationToken);

    private static BudgetDecision Reserve(SqliteConnection connection, BudgetRequest request)
    {
        var now = request.Now.ToUnixTimeMilliseconds();
        foreach (var id in Release(connection, "lease_until <= $1", now))
            connection.Execute("INSERT OR REPLACE INTO lapsed(id, at) VALUES($1, $2)", id, now);
        if (Held(connection, request.Id) is { } held)
            return held;

        var accounts = request.Accounts.ToList();
        if (request.Split is { } split)
            accounts.Add(new BudgetAccount(split.Share, ShareOf(connection, request, split)));

        var balances = accounts.ConvertAll(account => Balance(connection, account.Name));
        var most = request.Most with { Milliseconds = Time(request, accounts, balances) };
        if (Refusal(accounts, balances, most) is { } refusal)
            return new BudgetDecision(null, refusal, []);

        foreach (var account in accounts)
            Add(connection, account.Name, "reserved", most, request.Now);
        var names = accounts.ConvertAll(account => account.Name);
        connection.Execute(
            "INSERT INTO reservations(id, accounts, tokens, nano_usd, calls, milliseconds, lease_until) VALUES($1, $2, $3, $4, $5, $6, $7)",
            request.Id,
            JsonSerializer.Serialize(names),
            most.Tokens,
            most.NanoUsd,
            most.Calls,
            most.Milliseconds,
            request.LeaseUntil.ToUnixTimeMilliseconds());
        connection.Execute("DELETE FROM lapsed WHERE id = $1", request.Id);
        return new BudgetDecision(most, null, names);
    }

    private static BudgetDecision? Held(SqliteConnection connection, string id) => connection
        .Query(
            reader => new BudgetDecision(Amounts(reader, 1), null, JsonSerializer.Deserialize<string[]>(reader.GetString(0))!),
            "SELECT accounts, tokens, nano_usd, calls, milliseconds FROM reservations WHERE id = $1",
            id)
        .SingleOrDefault();

    // As much time as every account has, but at least the millisecond that makes an account without any refuse.
    private static long Time(BudgetRequest request, List<BudgetAccount> accounts, List<BudgetBalance> balances)
    {
        var time = request.Most.Milliseconds;
        for (var i = 0; i < accounts.Count; i++)
        {
            if (accounts[i].Limits.Milliseconds is { } limit)
                time = Math.Min(time, limit - balances[i].Spent.Milliseconds - balances[i].Reserved.Milliseconds);
        }

        return Math.Max(1, time);
    }

    private static BudgetRefusal? Refusal(List<BudgetAccount> accounts, List<BudgetBalance> balances, BudgetAmounts most)
    {
        BudgetRefusal? passing = null;
        for (var i = 0; i < accounts.Count; i++)
        {
            foreach (var dimension in Enum.GetValues<BudgetDimension>())
            {
                var (spent, reserved, asked) = (balances[i].Spent[dimension], balances[i].Reserved[dimension], most[dimension]);
                if (asked == 0 || accounts[i].Limits[dimension] is not { } limit || spent + reserved + asked <= limit)
                    continue;
                var refusal = new BudgetRefusal(accounts[i].Name, dimension, limit, spent, reserved, asked);
                if (!refusal.MayPass)
                    return refusal;
                passing ??= refusal;
            }
        }

        return passing;
    }

    private static BudgetLimits ShareOf(SqliteConnection connection, BudgetRequest request, BudgetSplit split)
    {
        const string Read = "SELECT tokens, nano_usd, calls, milliseconds FROM shares WHERE name = $1";
        if (connection.Query(Limits, Read, split.Name) is [var known])
            return known;

        long? Least(BudgetDimension dimension) => request.Accounts
            .Where(account => account.Limits[dimension] is not null)
            .Select(account =>
            {
                var balance = Balance(connection, account.Name);
                return (long?)Math.Max(0, account.Limits[dimension]!.Value - balance.Spent[dimension] - balance.Reserved[dimension]) / split.Shards;
            })
            .Min();
        var share = new BudgetLimits(Least(BudgetDimension.Tokens), Least(BudgetDimension.NanoUsd), Least(BudgetDimension.Calls), Least(BudgetDimension.Milliseconds));
        connection.Execute(
            "INSERT INTO shares(name, tokens, nano_usd, calls, milliseconds, made_at) VALUES($1, $2, $3, $4, $5, $6)",
            split.Name,
            share.Tokens,
            share.NanoUsd,
            share.Calls,
            share.Milliseconds,
            request.Now.ToUnixTimeMilliseconds());
        return share;
    }

    private static List<string> Release(SqliteConnection connection, string which, object value)
    {
        var released = connection.Query(
            reader => (Accounts: JsonSerializer.Deserialize<string[]>(reader.GetString(0))!, Amounts: Amounts(reader, 1), Id: reader.GetString(1 + BudgetAmounts.Dimensions)),
            $"DELETE FROM reservations WHERE {which} RETURNING accounts, tokens, nano_usd, calls, milliseconds, id",
            value);
        foreach (var (accounts, amounts, _) in released)
        {
            foreach (var account in accounts)
                Add(connection, account, "reserved", new BudgetAmounts(-amounts.Tokens, -amounts.NanoUsd, -amounts.Calls, -amounts.Milliseconds), null);
        }

        return released.ConvertAll(reservation => reservation.Id);
    }

    private static void Add(SqliteConnection connection, string account, string what, BudgetAmounts amounts, DateTimeOffset? now) => connection.Execute(
        $"""
        INSERT INTO accounts(name, {what}_tokens, {what}_nano_usd, {what}_calls, {what}_milliseconds, touched_at) VALUES($1, $2, $3, $4, $5, coalesce($6, 0))
        ON CONFLICT(name) DO UPDATE SET
            {what}_tokens = {what}_tokens + $2, {what}_nano_usd = {what}_nano_usd + $3,
            {what}_calls = {what}_calls + $4, {what}_milliseconds = {what}_milliseconds + $5, touched_at = coalesce($6, touched_at)
        """,
        account,
        amounts.Tokens,
        amounts.NanoUsd,
        amounts.Calls,
        amounts.Milliseconds,
        now?.ToUnixTimeMilliseconds());

    private static BudgetBalance Balance(SqliteConnection connection, string account) => connection
        .Query(
            reader => new BudgetBalance(Amounts(reader, 0), Amounts(reader, BudgetAmounts.Dimensions)),
            """
            SELECT spent_tokens, spent_nano_usd, spent_calls, spent_milliseconds, reserved_tokens, reserved_nano_usd, reserved_calls, reserved_milliseconds
            FROM accounts WHERE name = $1
            """,
            account)
        .SingleOrDefault();

    private static BudgetAmounts Amounts(SqliteDataReader reader, int first) =>
        new(reader.GetInt64(first), reader.GetInt64(first + 1), reader.GetInt64(first + 2), reader.GetInt64(first + 3));

    private static BudgetLimits Limits(SqliteDataReader reader)
    {
        long? At(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
        return new BudgetLimits(At(0), At(1), At(2), At(3));
    }
}
