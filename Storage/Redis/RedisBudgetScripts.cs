namespace MctsAspire.Storage.Redis;

/// <summary>
/// The changes of budgets as scripts, each of which Redis runs as one step. An account is a hash with the fields s1..s4 (spent) and r1..r4
/// (reserved) in the order of the dimensions, a share has l1..l4; a reservation has the fields 1..4 and the accounts it charged.
/// </summary>
/// <remarks>Numbers of scripts hold integers of 53 bits exactly: nine million dollars in billionths.</remarks>
internal static class RedisBudgetScripts
{
    private const string Common = """
        local prefix, keep = ARGV[1], ARGV[2]
        local leases = prefix .. 'leases'
        -- Added to, so that minus nought is written without its sign.
        local function integer(value) return string.format('%.0f', value + 0) end
        local function get(account, field) return tonumber(redis.call('HGET', prefix .. 'account:' .. account, field) or '0') end
        local function add(account, kind, amounts, sign)
            local key = prefix .. 'account:' .. account
            for d = 1, 4 do redis.call('HINCRBY', key, kind .. d, integer(sign * amounts[d])) end
            redis.call('PEXPIRE', key, keep)
        end
        local function release(id)
            local key = prefix .. 'reservation:' .. id
            local found = redis.call('HMGET', key, '1', '2', '3', '4', 'accounts')
            redis.call('ZREM', leases, id)
            if not found[5] then return false end
            redis.call('DEL', key)
            local amounts = { tonumber(found[1]), tonumber(found[2]), tonumber(found[3]), tonumber(found[4]) }
            for _, account in ipairs(cjson.decode(found[5])) do add(account, 'r', amounts, -1) end
            return true
        end
        -- Marks a reservation that was given back before it was settled.
        local function lapsed(id) return prefix .. 'lapsed:' .. id end
        """;

    /// <summary>
    /// ARGV: prefix, retention, now, lease, id, four amounts, name of the split or empty, shards, name of the share, then each account's name and
    /// its four limits, empty for none. Gives 1 and the milliseconds, or 0, the account's number from 1, the dimension, limit, spent, reserved and asked.
    /// </summary>
    public const string Reserve = Common + """

        for _, id in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', ARGV[3])) do
            if release(id) then redis.call('SET', lapsed(id), ARGV[3], 'PX', keep) end
        end
        local held = redis.call('HGET', prefix .. 'reservation:' .. ARGV[5], '4')
        if held then return { 1, tonumber(held) } end
        local most = { tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]) }
        local accounts = {}
        for i = 13, #ARGV, 5 do
            accounts[#accounts + 1] = { name = ARGV[i], limits = { tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4]) } }
        end
        if ARGV[10] ~= '' then
            local key = prefix .. 'share:' .. ARGV[10]
            if redis.call('EXISTS', key) == 0 then
                redis.call('HSET', key, 'made', ARGV[3])
                for d = 1, 4 do
                    local least = nil
                    for _, account in ipairs(accounts) do
                        local limit = account.limits[d]
                        if limit then
                            local left = math.floor(math.max(0, limit - get(account.name, 's' .. d) - get(account.name, 'r' .. d)) / tonumber(ARGV[11]))
                            if not least or left < least then least = left end
                        end
                    end
                    if least then redis.call('HSET', key, 'l' .. d, integer(least)) end
                end
                redis.call('PEXPIRE', key, keep)
            end
            local limits = {}
            for d = 1, 4 do limits[d] = tonumber(redis.call('HGET', key, 'l' .. d) or '') end
            accounts[#accounts + 1] = { name = ARGV[12], limits = limits }
        end
        for _, account in ipairs(accounts) do
            account.s, account.r = {}, {}
            for d = 1, 4 do account.s[d], account.r[d] = get(account.name, 's' .. d), get(account.name, 'r' .. d) end
            if account.limits[4] then most[4] = math.min(most[4], account.limits[4] - account.s[4] - account.r[4]) end
        end
        most[4] = math.max(1, most[4])
        local passing = nil
        for i, account in ipairs(accounts) do
            for d = 1, 4 do
                local limit = account.limits[d]
                if limit and most[d] > 0 and account.s[d] + account.r[d] + most[d] > limit then
                    local refusal = { 0, i, d, limit, account.s[d], account.r[d], most[d] }
                    if account.r[d] == 0 or account.s[d] + most[d] > limit then return refusal end
                    passing = passing or refusal
                end
            end
        end
        if passing then return passing end
        local names = {}
        for _, account in ipairs(accounts) do
            add(account.name, 'r', most, 1)
            names[#names + 1] = account.name
        end
        local key = prefix .. 'reservation:' .. ARGV[5]
        for d = 1, 4 do redis.call('HSET', key, d, integer(most[d])) end
        redis.call('HSET', key, 'accounts', cjson.encode(names))
        redis.call('ZADD', leases, ARGV[4], ARGV[5])
        redis.call('DEL', lapsed(ARGV[5]))
        return { 1, most[4] }
        """;

    /// <summary>ARGV: prefix, retention, id, 1 for another try, the four amounts used, then the accounts.</summary>
    public const string Settle = Common + """

        local used = { tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]) }
        local held = release(ARGV[3])
        if redis.call('DEL', lapsed(ARGV[3])) == 1 or held or ARGV[4] == '0' then
            for i = 9, #ARGV do add(ARGV[i], 's', used, 1) end
        end
        return 1
        """;

    /// <summary>ARGV: prefix, retention, lease, then the reservations. Gives those that are held.</summary>
    public const string Renew = Common + """

        local held = {}
        for i = 4, #ARGV do
            if redis.call('ZSCORE', leases, ARGV[i]) then
                redis.call('ZADD', leases, ARGV[3], ARGV[i])
                held[#held + 1] = ARGV[i]
            end
        end
        return held
        """;
}
