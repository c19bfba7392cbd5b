using System.Security.Cryptography;
using System.Text;

namespace MctsAspire.Gateway.RateLimits;

/// <summary>What runs inside Redis, each as one step.</summary>
/// <remarks>
/// The log of a client is one string of integers of eight bytes: the number of entries n, the capacity of the ring, the time of the last entry, the time at which Redis drops the log, then for each of the four windows its length, the number of
/// the oldest entry that counts in it and that entry's time, and behind them the ring with the times of the entries in microseconds, entry i in slot i modulo the capacity. Numbers of scripts are exact up to 53 bits.
/// As the oldest entries are kept from one step to the next, one step reads and writes a handful of these integers, however many there are.
/// </remarks>
internal static class RedisLimitScripts
{
    /// <summary>The beginning of all keys. What stands in braces decides on which node of a cluster a key is: one step is about many clients, so all are on one.</summary>
    public const string Prefix = "{mcts-aspire:limits}:";

    private const string Only = """
        -- What is of another kind gives way: it would keep everybody from being counted.
        local function only(key, kind)
            local found = redis.call('TYPE', key).ok
            if found ~= kind and found ~= 'none' then redis.call('DEL', key) end
        end

        """;

    // Integers of the head: n, capacity, last, expiry, and three for each window.
    private const string Common = """
        local HEAD, NUMBERS = 128, '<I8I8I8I8I8I8I8I8I8I8I8I8I8I8I8I8'
        local call, pack, unpack, min, max = redis.call, struct.pack, struct.unpack, math.min, math.max
        local clock = call('TIME')
        local real = clock[1] * 1000000 + clock[2]
        local key, now, longest, n, capacity, last, expiry
        local limits, lengths, known, oldest, since = {}, {}, {}, {}, {}
        local chunk, from, to
        local function head()
            return pack(NUMBERS, n, capacity, last, expiry,
                known[1], oldest[1], since[1], known[2], oldest[2], since[2], known[3], oldest[3], since[3], known[4], oldest[4], since[4])
        end
        local function open(name, plan)
            key, chunk, from, to = name, '', 0, 0
            limits[1], lengths[1], limits[2], lengths[2], limits[3], lengths[3], limits[4], lengths[4] = unpack('<I8I8I8I8I8I8I8I8', plan)
            longest = max(lengths[1], lengths[2], lengths[3], lengths[4])
            local kept = call('GETRANGE', key, 0, HEAD - 1)
            if #kept == HEAD then
                n, capacity, last, expiry, known[1], oldest[1], since[1], known[2], oldest[2], since[2], known[3], oldest[3], since[3], known[4], oldest[4], since[4] = unpack(NUMBERS, kept)
                if n > 2 ^ 53 or last > 2 ^ 53 or capacity < 64 or capacity > 2 ^ 24 then error('no log') end
            else
                n, capacity, last, expiry = 0, 64, 0, 0
                for k = 1, 4 do known[k], oldest[k], since[k] = 0, 0, 0 end
            end
            -- A log whose last entry is later than the clock by more than a second goes back as a whole, so that a clock that was set back keeps nobody out for as long.
            if last > real + 1000000 then
                local by, filled = last - real, min(n, capacity)
                for slot = 0, filled - 1, 64 do
                    local count, moved = min(64, filled - slot), {}
                    local times = { unpack('<' .. string.rep('I8', count), call('GETRANGE', key, HEAD + slot * 8, HEAD + (slot + count) * 8 - 1)) }
                    for i = 1, count do moved[i] = pack('<I8', max(0, times[i] - by)) end
                    call('SETRANGE', key, HEAD + slot * 8, table.concat(moved))
                end
                for k = 1, 4 do since[k] = max(0, since[k] - by) end
                last, expiry = real, 0
                call('SETRANGE', key, 0, head())
            end
            -- A clock that was set back by less stands still until it is where it was.
            now = max(real, last)
        end
        -- Whatever else stands there gives way to a log: one client's key must not keep the others from being counted.
        local function safely(read, name, plan)
            if not pcall(read, name, plan) then
                call('DEL', name)
                read(name, plan)
            end
        end
        -- The time of an entry; its neighbours are read with it, as the next question is mostly for one of them.
        local function at(entry)
            if entry < from or entry >= to then
                local slot = entry % capacity
                chunk = call('GETRANGE', key, HEAD + slot * 8, HEAD + min(slot + 32, capacity) * 8 - 1)
                from, to = entry, entry + #chunk / 8
            end
            return (unpack('<I8', chunk, (entry - from) * 8 + 1))
        end
        -- Moves the oldest entry of a window on to the first that is later than a time: nearly always none or a few steps.
        local function advance(k)
            local after = now - lengths[k]
            if known[k] ~= lengths[k] then known[k], oldest[k], since[k] = lengths[k], 0, 0 end
            if oldest[k] < n - capacity then oldest[k], since[k] = n - capacity, 0 end
            if since[k] > after and oldest[k] < n then return end
            local low, step, high = oldest[k], 1, n
            while low < n do
                local probe = min(low + step, n) - 1
                if at(probe) > after then
                    high = probe
                    break
                end
                low, step = probe + 1, step * 2
            end
            while low < high do
                local middle = math.floor((low + high) / 2)
                if at(middle) > after then high = middle else low = middle + 1 end
            end
            oldest[k], since[k] = low, low < n and at(low) or 0
        end
        -- A log lasts as long as its last entry counts, and an eighth more, so that this need not be said each time. Redis itself counts milliseconds.
        local function keep()
            if expiry < now + longest then
                local life = math.ceil((now - real + longest * 9 / 8) / 1000)
                call('PEXPIRE', key, life + 2)
                expiry = real + life * 1000
            end
        end
        """;

    /// <summary>
    /// Lets in requests of any number of clients, each as if it came alone after those before it. KEYS: the mark of Redis's data, then the clients' logs. ARGV: the mark as it is known, the time in microseconds after which nobody waits for the
    /// answer any more (0: never), then for each client limit and length of the four windows and the number of its requests; all but the mark in integers of eight bytes. Gives integers of eight bytes: 1 (counted), 2 (too late) or 3 (the data
    /// are not those that were known), Redis's time, and for each client: how many of its requests are let in, which are the first ones; the time of its log; the number of the window that then stays full for the longest, from 1
    /// (0: none refused one), and for how long; then of each window how many count in the end and when the oldest stops to.
    /// </summary>
    public const string TryAdd = Common + """

        local deadline = unpack('<I8', ARGV[2])
        if deadline > 0 and real > deadline then return pack('<I8I8', 2, real) end
        if call('GET', KEYS[1]) ~= ARGV[1] then return pack('<I8I8', 3, real) end
        -- They are all of the same moment, so that what each would find by itself is known beforehand.
        local function look(name, plan)
            open(name, plan)
            for k = 1, 4 do advance(k) end
        end
        local function add(count)
            local admitted = count
            for k = 1, 4 do admitted = min(admitted, limits[k] - n + oldest[k]) end
            admitted = max(admitted, 0)
            if admitted > 0 then
                local first = min(oldest[1], oldest[2], oldest[3], oldest[4])
                if n - first + admitted > capacity then
                    -- Every slot counts: the ring doubles, numbered anew from its oldest entry.
                    local slots = call('GETRANGE', key, HEAD, HEAD + capacity * 8 - 1)
                    local cut = (first % capacity) * 8
                    slots = string.sub(slots, cut + 1) .. string.sub(slots, 1, cut)
                    n = n - first
                    repeat capacity = capacity * 2 until n + admitted <= capacity
                    for k = 1, 4 do oldest[k] = oldest[k] - first end
                    call('SET', key, string.rep('\0', HEAD) .. string.sub(slots, 1, n * 8))
                    expiry = 0
                end
                for k = 1, 4 do
                    if oldest[k] == n then since[k] = now end
                end
                local stamp, slot = pack('<I8', now), n % capacity
                local here = min(admitted, capacity - slot)
                call('SETRANGE', key, HEAD + slot * 8, string.rep(stamp, here))
                if here < admitted then call('SETRANGE', key, HEAD, string.rep(stamp, admitted - here)) end
                n, last, from, to = n + admitted, now, 0, 0
                keep()
                call('SETRANGE', key, 0, head())
            end
            local full, wait = 0, 0
            if admitted < count then
                for k = 1, 4 do
                    local used = n - oldest[k]
                    if used >= limits[k] then
                        local due = (used == limits[k] and since[k] or at(n - limits[k])) + lengths[k] - now
                        if due > wait then full, wait = k, due end
                    end
                end
            end
            local function reset(k) return (n > oldest[k] and since[k] or now) + lengths[k] - now end
            return pack('<I8I8I8I8I8I8I8I8I8I8I8I8', admitted, now, full, wait,
                n - oldest[1], reset(1), n - oldest[2], reset(2), n - oldest[3], reset(3), n - oldest[4], reset(4))
        end
        local answers = { pack('<I8I8', 1, real) }
        for i = 2, #KEYS do
            safely(look, KEYS[i], ARGV[i + 1])
            answers[i] = add((unpack('<I8', ARGV[i + 1], 65)))
        end
        return table.concat(answers)
        """;

    /// <summary>
    /// Adds requests that an instance let in by itself, each once, however often it is told of. KEYS: the client's log, and up to which time of the instance's clock each client has its requests. ARGV: the windows as above; the times in
    /// microseconds of the instance's clock, in order; by how much Redis's clock is ahead of that, and up to which time these are all; in integers of eight bytes; and the client.
    /// </summary>
    public const string Merge = Common + Only + """

        safely(open, KEYS[1], ARGV[1])
        local times, theirs, i, j = {}, {}, 1, max(0, n - capacity)
        local ahead, till = unpack('<i8i8', ARGV[3])
        only(KEYS[2], 'hash')
        local told = tonumber(call('HGET', KEYS[2], ARGV[4]) or '0')
        for place = 1, #ARGV[2], 8 do
            local its = unpack('<I8', ARGV[2], place)
            local time = min(its + ahead, real)
            if its > told and time > now - longest then theirs[#theirs + 1] = time end
        end
        if till > told then
            call('HSET', KEYS[2], ARGV[4], string.format('%.0f', till))
            call('PEXPIRE', KEYS[2], math.ceil(longest / 1000))
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
        n, capacity, last, expiry = #times, 64, times[#times], 0
        while capacity < n do capacity = capacity * 2 end
        for k = 1, 4 do known[k], oldest[k], since[k] = 0, 0, 0 end
        local slots = { '' }
        for entry = 1, n do slots[entry + 1] = pack('<I8', times[entry]) end
        call('SET', key, string.rep('\0', HEAD) .. table.concat(slots))
        keep()
        call('SETRANGE', key, 0, head())
        return n
        """;

    /// <summary>
    /// Tells that an instance of the Gateway is alive. KEYS: the instances, and the mark of Redis's data. ARGV: the instance, how many microseconds it counts as alive without telling again, for how many it is remembered, and a random part of a new mark. Gives Redis's time,
    /// the mark, which is another whenever the data may be (they were deleted, or the server was started anew and has read whatever it had on its disk), when this instance told before, as the data have it (0: they do not know it), since when there is that mark, for how many
    /// whole seconds the server runs, and the instances.
    /// </summary>
    public const string Register = Only + """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local life = tonumber(ARGV[2])
        only(KEYS[1], 'zset')
        only(KEYS[2], 'string')
        local before = redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0'
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
        -- Of a clock that was set back.
        redis.call('ZREMRANGEBYSCORE', KEYS[1], now + life, '+inf')
        local server = redis.call('INFO', 'server')
        local run = string.match(server, 'run_id:(%w+)') or ''
        local mark = redis.call('GET', KEYS[2])
        local born, its = string.match(mark or '', '^(%d+):%w*:(%w*)$')
        if its ~= run then
            born = string.format('%.0f', now)
            mark = born .. ':' .. ARGV[4] .. ':' .. run
            redis.call('SET', KEYS[2], mark)
        end
        return { string.format('%.0f', now), mark, string.format('%.0f', tonumber(before)), born, string.match(server, 'uptime_in_seconds:(%d+)') or '0',
            redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now - life), '+inf') }
        """;

    /// <summary>
    /// Tells that Redis holds all that an instance has let in. KEYS: when each instance last told that. ARGV: the instance, a time in microseconds, and for how many it is remembered. Gives those that have told it later than that time.
    /// </summary>
    public const string Told = Only + """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        only(KEYS[1], 'zset')
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[3]))
        return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf')
        """;

    /// <summary>The name by which Redis knows a script that it has seen.</summary>
    public static byte[] HashOf(string script)
    {
#pragma warning disable CA5350 // Redis names scripts by their SHA-1; nothing is protected by it.
        return SHA1.HashData(Encoding.UTF8.GetBytes(script));
#pragma warning restore CA5350
    }
}
