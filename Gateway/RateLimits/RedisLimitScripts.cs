using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>What runs inside Redis, each as one step.</summary>
/// <remarks>
/// The log of a client is one string of integers of eight bytes: the number of entries n, the capacity of the ring, the time of the last entry, then for each of the four windows its length, the number of the oldest
/// entry that counts in it and that entry's time, and behind them the ring with the times of the entries in microseconds, entry i in slot i modulo the capacity. Numbers of scripts are exact up to 53 bits.
/// As the oldest entries are kept from one request to the next, one step reads and writes a handful of these integers, however many there are.
/// </remarks>
internal static class RedisLimitScripts
{
    /// <summary>The beginning of all keys. What stands in braces after it decides on which node of a cluster a key is.</summary>
    public const string Prefix = "mcts-aspire:limits:";

    // Integers of the head: n, capacity, last, and three for each window.
    private const string Common = """
        local key, HEAD = KEYS[1], 120
        local clock = redis.call('TIME')
        local real = clock[1] * 1000000 + clock[2]
        local now = real
        local limits, lengths, longest, most = {}, {}, 0, 0
        do
            local packed = { struct.unpack('<I8I8I8I8I8I8I8I8', ARGV[1]) }
            for k = 1, 4 do
                limits[k], lengths[k] = packed[2 * k - 1], packed[2 * k]
                longest, most = math.max(longest, lengths[k]), math.max(most, limits[k])
            end
        end
        local n, capacity, last = 0, 64, 0
        local known, oldest, since = { 0, 0, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 0, 0 }
        local head = redis.call('GETRANGE', key, 0, HEAD - 1)
        if #head == HEAD then
            local h = { struct.unpack('<I8I8I8I8I8I8I8I8I8I8I8I8I8I8I8', head) }
            n, capacity, last = h[1], h[2], h[3]
            for k = 1, 4 do known[k], oldest[k], since[k] = h[3 * k + 1], h[3 * k + 2], h[3 * k + 3] end
        end
        -- A clock that was set back stands still until it is where it was.
        if last > now then now = last end
        local function at(entry)
            local place = HEAD + (entry % capacity) * 8
            return (struct.unpack('<I8', redis.call('GETRANGE', key, place, place + 7)))
        end
        -- Moves the oldest entry of a window on to the first that is later than a time: nearly always none or one step.
        local function advance(k)
            local after = now - lengths[k]
            if known[k] ~= lengths[k] then known[k], oldest[k], since[k] = lengths[k], 0, 0 end
            if oldest[k] < n - capacity then oldest[k], since[k] = n - capacity, 0 end
            if oldest[k] < n and since[k] > after then return end
            local low, step, high = oldest[k], 1, n
            while low < n do
                local probe = math.min(low + step, n) - 1
                if at(probe) > after then
                    high = probe
                    break
                end
                low, step = probe + 1, step * 2
            end
            if low >= n then
                oldest[k], since[k] = n, 0
                return
            end
            while low < high do
                local middle = math.floor((low + high) / 2)
                if at(middle) > after then high = middle else low = middle + 1 end
            end
            oldest[k], since[k] = low, at(low)
        end
        local function packed()
            return struct.pack('<I8I8I8I8I8I8I8I8I8I8I8I8I8I8I8', n, capacity, last,
                known[1], oldest[1], since[1], known[2], oldest[2], since[2], known[3], oldest[3], since[3], known[4], oldest[4], since[4])
        end
        local function keep() redis.call('PEXPIRE', key, math.ceil(longest / 1000)) end
        """;

    /// <summary>
    /// KEYS: the client's log. ARGV: limit and length of the four windows in integers of eight bytes, and the time in microseconds after which nobody waits for the answer any more (0: never). Gives integers of eight bytes: 1 let in, 0
    /// refused or 2 too late; Redis's time; the number of the window that stays full for the longest, from 1, and for how long; then of each window how many count and when the oldest stops to.
    /// </summary>
    public const string TryAdd = Common + """

        if tonumber(ARGV[2]) > 0 and real > tonumber(ARGV[2]) then return struct.pack('<I8I8', 2, real) end
        local full, wait = 0, 0
        for k = 1, 4 do
            advance(k)
            if n - oldest[k] >= limits[k] then
                local due = (n - oldest[k] == limits[k] and since[k] or at(n - limits[k])) + lengths[k] - now
                if due > wait then full, wait = k, due end
            end
        end
        if full == 0 then
            local first = math.min(oldest[1], oldest[2], oldest[3], oldest[4])
            if n - first >= capacity then
                -- Every slot counts: the ring doubles, numbered anew from its oldest entry.
                local slots = redis.call('GETRANGE', key, HEAD, HEAD + capacity * 8 - 1)
                local cut = (first % capacity) * 8
                slots = string.sub(slots, cut + 1) .. string.sub(slots, 1, cut)
                n, capacity = n - first, capacity * 2
                for k = 1, 4 do oldest[k] = oldest[k] - first end
                redis.call('SET', key, string.rep('\0', HEAD) .. slots)
            end
            for k = 1, 4 do
                if oldest[k] == n then since[k] = now end
            end
            local place = HEAD + (n % capacity) * 8
            n, last = n + 1, now
            redis.call('SETRANGE', key, 0, packed())
            redis.call('SETRANGE', key, place, struct.pack('<I8', now))
            keep()
        end
        local function reset(k) return (n > oldest[k] and since[k] or now) + lengths[k] - now end
        return struct.pack('<I8I8I8I8I8I8I8I8I8I8I8I8', full == 0 and 1 or 0, now, full, wait,
            n - oldest[1], reset(1), n - oldest[2], reset(2), n - oldest[3], reset(3), n - oldest[4], reset(4))
        """;

    /// <summary>
    /// Adds requests that were let in elsewhere. KEYS: the client's log. ARGV: the windows as above, and the times in microseconds of Redis's clock, in order, in integers of eight bytes.
    /// </summary>
    public const string Merge = Common + """

        local times, theirs, i, j = {}, {}, 1, math.max(0, n - capacity)
        for place = 1, #ARGV[2], 8 do
            local time = math.min(struct.unpack('<I8', ARGV[2], place), real)
            if time > now - longest then theirs[#theirs + 1] = time end
        end
        while i <= #theirs or j < n do
            local ours = j < n and at(j) or nil
            if ours and (i > #theirs or ours <= theirs[i]) then
                if ours > now - longest then times[#times + 1] = ours end
                j = j + 1
            else
                times[#times + 1] = theirs[i]
                i = i + 1
            end
        end
        if #times == 0 then return 0 end
        n, capacity, last = #times, 64, times[#times]
        while capacity < n do capacity = capacity * 2 end
        known, oldest, since = { 0, 0, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 0, 0 }
        local slots = { packed() }
        for entry = 1, n do slots[entry + 1] = struct.pack('<I8', times[entry]) end
        redis.call('SET', key, table.concat(slots))
        keep()
        return n
        """;

    /// <summary>
    /// Tells that an instance of the Gateway is alive. KEYS: the instances, and the mark of Redis's data. ARGV: the instance, how many microseconds it counts as alive without telling again, for how many it is remembered, and a mark in case there is none. Gives Redis's time,
    /// the number of instances, what is another whenever the data may be (they were deleted, or the server was started anew and has read whatever it had on its disk), and when this instance told before, as the data have it (0: they do not know it).
    /// </summary>
    public const string Register = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local before = redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0'
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
        redis.call('SET', KEYS[2], ARGV[4], 'NX')
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
        return { string.format('%.0f', now), redis.call('ZCOUNT', KEYS[1], '(' .. string.format('%.0f', now - tonumber(ARGV[2])), '+inf'), redis.call('GET', KEYS[2]) .. run, string.format('%.0f', tonumber(before)) }
        """;

    /// <summary>
    /// Tells that Redis holds all that an instance has let in. KEYS: when each instance last told that. ARGV: the instance, a time in microseconds, and for how many it is remembered. Gives how many have told it later than that time.
    /// </summary>
    public const string Told = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
        return redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf')
        """;

    /// <summary>The name by which Redis knows a script that it has seen.</summary>
    public static byte[] HashOf(string script)
    {
#pragma warning disable CA5350 // Redis names scripts by their SHA-1; nothing is protected by it.
        return SHA1.HashData(Encoding.UTF8.GetBytes(script));
#pragma warning restore CA5350
    }
}
