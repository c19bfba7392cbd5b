namespace MctsAspire.Storage.Budgets;

/// <summary>The tables of budgets, which stand in the files of those who keep some.</summary>
internal static class BudgetTables
{
    public const string Sql = """
        CREATE TABLE accounts(
            name TEXT PRIMARY KEY,
            spent_tokens INTEGER NOT NULL DEFAULT 0,
            spent_nano_usd INTEGER NOT NULL DEFAULT 0,
            spent_calls INTEGER NOT NULL DEFAULT 0,
            spent_milliseconds INTEGER NOT NULL DEFAULT 0,
            reserved_tokens INTEGER NOT NULL DEFAULT 0,
            reserved_nano_usd INTEGER NOT NULL DEFAULT 0,
            reserved_calls INTEGER NOT NULL DEFAULT 0,
            reserved_milliseconds INTEGER NOT NULL DEFAULT 0,
            touched_at INTEGER NOT NULL) STRICT;
        CREATE INDEX accounts_by_time ON accounts(touched_at);
        CREATE TABLE reservations(
            id TEXT PRIMARY KEY,
            accounts TEXT NOT NULL,
            tokens INTEGER NOT NULL,
            nano_usd INTEGER NOT NULL,
            calls INTEGER NOT NULL,
            milliseconds INTEGER NOT NULL,
            lease_until INTEGER NOT NULL) STRICT;
        CREATE INDEX reservations_by_lease ON reservations(lease_until);
        CREATE TABLE shares(
            name TEXT PRIMARY KEY,
            tokens INTEGER,
            nano_usd INTEGER,
            calls INTEGER,
            milliseconds INTEGER,
            made_at INTEGER NOT NULL) STRICT;
        """;

    /// <summary>Reservations that were given back before they were settled.</summary>
    public const string LapsedSql = "CREATE TABLE lapsed(id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;";
}
